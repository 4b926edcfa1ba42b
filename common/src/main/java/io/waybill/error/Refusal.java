package io.waybill.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused and had no effect: an expected result, not an exception.
 *
 * @param message names the thing and what to do, in the words of the client
 * @param errors the fields at fault; empty unless the code is {@code validation}
 * @param details figures for programs, by stable names
 * @param retryAfter how long to wait, where the code says {@code after_delay}
 */
public record Refusal(
        ErrorCode code,
        String message,
        List<FieldError> errors,
        Map<String, String> details,
        @Nullable Duration retryAfter) {
    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

    public Refusal {
        errors = List.copyOf(errors);
        details = Map.copyOf(details);
        if (retryAfter == null && code.retry() == Retry.AFTER_DELAY) {
            retryAfter = DEFAULT_DELAY;
        }
    }

    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, List.of(), Map.of(), null);
    }

    public static Refusal of(ErrorCode code, String message, Map<String, String> details) {
        return new Refusal(code, message, List.of(), details, null);
    }

    public static Refusal of(ErrorCode code, String message, Duration retryAfter) {
        return new Refusal(code, message, List.of(), Map.of(), retryAfter);
    }

    public static Refusal invalid(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more, see errors)";
        return new Refusal(ErrorCode.VALIDATION, first.field() + ": " + first.message() + more, errors, Map.of(), null);
    }

    public static Refusal invalid(String field, String code, String message) {
        return invalid(List.of(new FieldError(field, code, message)));
    }
}
