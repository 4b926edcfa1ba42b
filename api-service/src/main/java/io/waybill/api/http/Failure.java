package io.waybill.api.http;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.error.Retry;
import java.util.Map;

/**
 * A request that did not end well.
 *
 * @param retry what the client should do
 * @param headers to answer with, besides the usual
 */
public record Failure(Refusal refusal, Charged charged, Retry retry, Map<String, String> headers) {

    /** Nothing happened, nothing was charged. */
    public static Failure of(Refusal refusal) {
        return of(refusal, Map.of());
    }

    public static Failure of(Refusal refusal, Map<String, String> headers) {
        return new Failure(refusal, Charged.NOTHING, refusal.code().retry(), headers);
    }

    /**
     * Something went wrong after ordering had begun. A repeat is safe only under an Idempotency-Key.
     *
     * @param idempotent whether the request had one
     */
    public static Failure afterOrdering(Charged charged, boolean idempotent) {
        String what =
                switch (charged) {
                    case Charged.No _ -> "Nothing was charged. ";
                    case Charged.Yes(long id) -> "Order " + id + " was taken and charged, but its answer failed. ";
                    case Charged.Unknown _ -> "It is not known whether the order was taken and charged. ";
                };
        String advice = idempotent
                ? "Send the same request with the same Idempotency-Key again, or look " + place(charged) + "."
                : "Do not send it again before you have looked " + place(charged) + ".";
        Refusal refusal = Refusal.of(ErrorCode.INTERNAL, what + advice);
        return new Failure(refusal, charged, idempotent ? Retry.SAME_REQUEST : Retry.NEVER, Map.of());
    }

    private static String place(Charged charged) {
        return switch (charged) {
            case Charged.Yes(long id) -> "at GET /api/v1/orders/" + id;
            case Charged.Unknown(Long id) when id != null -> "at GET /api/v1/orders/" + id;
            case Charged.Unknown _, Charged.No _ -> "in GET /api/v1/orders";
        };
    }
}
