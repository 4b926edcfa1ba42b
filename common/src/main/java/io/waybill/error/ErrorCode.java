package io.waybill.error;

import java.util.Arrays;
import java.util.Locale;

/** Every error that the HTTP contract knows, with its status and what a client should do. Documented in docs/api.md. */
public enum ErrorCode {
    VALIDATION(400, Retry.NEVER),
    UNAUTHORIZED(401, Retry.NEVER),
    INSUFFICIENT_BALANCE(402, Retry.AFTER_TOPUP),
    FORBIDDEN(403, Retry.NEVER),
    ITEM_NOT_FOUND(404, Retry.NEVER),
    ORDER_NOT_FOUND(404, Retry.NEVER),
    USER_NOT_FOUND(404, Retry.NEVER),
    NOT_FOUND(404, Retry.NEVER),
    METHOD_NOT_ALLOWED(405, Retry.NEVER),
    NOT_ACCEPTABLE(406, Retry.NEVER),
    OUT_OF_STOCK(409, Retry.AFTER_DELAY),
    PRICE_CHANGED(409, Retry.NEW_REQUEST),
    REQUEST_IN_PROGRESS(409, Retry.AFTER_DELAY),
    NOT_CANCELABLE(409, Retry.NEVER),
    VERSION_CHANGED(409, Retry.NEW_REQUEST),
    PROVIDER_FAILED(409, Retry.AFTER_DELAY),
    PAYLOAD_TOO_LARGE(413, Retry.NEVER),
    UNSUPPORTED_MEDIA_TYPE(415, Retry.NEVER),
    IDEMPOTENCY_KEY_REUSED(422, Retry.NEW_REQUEST),
    RATE_LIMITED(429, Retry.AFTER_DELAY),
    INTERNAL(500, Retry.SAME_REQUEST),
    WALLET_DISABLED(503, Retry.AFTER_DELAY),
    UNAVAILABLE(503, Retry.AFTER_DELAY);

    private final int httpStatus;
    private final Retry retry;

    ErrorCode(int httpStatus, Retry retry) {
        this.httpStatus = httpStatus;
        this.retry = retry;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** What a client should do, unless the single refusal says otherwise. */
    public Retry retry() {
        return retry;
    }

    /** The word in the answer's {@code error} field. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such error */
    public static ErrorCode ofWire(String word) {
        return Arrays.stream(values())
                .filter(code -> code.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such error: " + word));
    }
}
