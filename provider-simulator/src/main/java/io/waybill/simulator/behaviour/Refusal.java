package io.waybill.simulator.behaviour;

/** The errors of the store API. Whoever is answered one has bought nothing, unless the behaviour is one that lies. */
public enum Refusal implements Reply {
    VALIDATION(400, "validation", "The order is not valid."),
    UNAUTHORIZED(401, "unauthorized", "The key is missing or unknown."),
    INSUFFICIENT_BALANCE(402, "insufficient_balance", "The wallet does not cover this order."),
    FORBIDDEN(403, "forbidden", "This key may not do that."),
    NOT_FOUND(404, "not_found", "There is nothing here."),
    ITEM_NOT_FOUND(404, "item_not_found", "There is no such item."),
    USER_NOT_FOUND(404, "user_not_found", "The key's user is gone."),
    ORDER_NOT_FOUND(404, "order_not_found", "The account has no such order."),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "This path takes another method."),
    OUT_OF_STOCK(409, "out_of_stock", "The item is out of stock."),
    NOT_CANCELABLE(409, "not_cancelable", "The order has ended."),
    PAYLOAD_TOO_LARGE(413, "payload_too_large", "A body has at most 64 KiB."),
    BUSY(429, "rate_limited", "Too many requests, come back later."),
    ERROR(500, "internal_error", "Something broke."),
    UNAVAILABLE(503, "unavailable", "The panel is down for maintenance."),
    WALLET_DISABLED(503, "wallet_disabled", "Wallet checkout is off.");

    private final int status;
    private final String error;
    private final String message;

    Refusal(int status, String error, String message) {
        this.status = status;
        this.error = error;
        this.message = message;
    }

    public int status() {
        return status;
    }

    /** The value of {@code error}. */
    public String error() {
        return error;
    }

    /** For people. */
    public String message() {
        return message;
    }
}
