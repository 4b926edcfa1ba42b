package io.waybill.api.http;

import io.waybill.error.Refusal;

/** Ends a request from deep inside the reading of it. Expected, so it carries no stack trace. */
public final class RefusedException extends RuntimeException {
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
