package io.waybill.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.waybill.error.FieldError;
import io.waybill.error.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every 4xx and 5xx, and of each refused element of a batch.
 *
 * @param charged false, true, or {@code "unknown"}; the last two with the order's id
 */
public record ErrorBody(
        boolean ok,
        String error,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
        Object charged,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long orderId,
        String retry,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> details) {

    public static ErrorBody of(Failure failure, String requestId) {
        Refusal refusal = failure.refusal();
        return new ErrorBody(
                false,
                refusal.code().wire(),
                refusal.message(),
                refusal.errors(),
                charged(failure.charged()),
                orderId(failure.charged()),
                failure.retry().wire(),
                requestId,
                refusal.details());
    }

    private static Object charged(Charged charged) {
        return switch (charged) {
            case Charged.No _ -> false;
            case Charged.Yes _ -> true;
            case Charged.Unknown _ -> "unknown";
        };
    }

    private static @Nullable Long orderId(Charged charged) {
        return switch (charged) {
            case Charged.No _ -> null;
            case Charged.Yes(long id) -> id;
            case Charged.Unknown(Long id) -> id;
        };
    }
}
