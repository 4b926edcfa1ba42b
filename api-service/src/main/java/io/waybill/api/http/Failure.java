package io.waybill.api.http;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.error.Retry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that did not end well.
 *
 * @param chargeUnknown it is not known whether {@code orderId} was charged
 * @param retry what the client should do
 * @param headers to answer with, besides the usual
 */
public record Failure(
        Refusal refusal, boolean chargeUnknown, @Nullable Long orderId, Retry retry, Map<String, String> headers) {

    /** Nothing happened, nothing was charged. */
    public static Failure of(Refusal refusal) {
        return of(refusal, Map.of());
    }

    public static Failure of(Refusal refusal, Map<String, String> headers) {
        return new Failure(refusal, false, null, refusal.code().retry(), headers);
    }

    /**
     * The order may exist and be charged. A repeat is safe only under an Idempotency-Key.
     *
     * @param orderId where to look; null if even that is not known
     */
    public static Failure chargeUnknown(@Nullable Long orderId, boolean idempotent) {
        String where = orderId == null ? "in GET /api/v1/orders" : "at GET /api/v1/orders/" + orderId;
        String what = idempotent
                ? "Send the same request with the same Idempotency-Key again, or look " + where + "."
                : "Do not send it again before you have looked " + where + ".";
        Refusal refusal =
                Refusal.of(ErrorCode.INTERNAL, "It is not known whether the order was taken and charged. " + what);
        return new Failure(refusal, true, orderId, idempotent ? Retry.SAME_REQUEST : Retry.NEVER, Map.of());
    }
}
