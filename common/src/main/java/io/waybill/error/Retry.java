package io.waybill.error;

import java.util.Locale;

/** What a client should do about a refusal. */
public enum Retry {
    /** Repeating can't help. */
    NEVER,
    /** Send the very same request again; only said where a repeat can't charge twice. */
    SAME_REQUEST,
    /** Change the request, then send it as a new one. */
    NEW_REQUEST,
    /** Top up the wallet first. */
    AFTER_TOPUP,
    /** Send it again after the time in {@code Retry-After}. */
    AFTER_DELAY;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
