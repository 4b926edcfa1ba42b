package io.waybill.order;

import java.util.Locale;

/** Why an order failed, or was canceled by somebody else than its reseller. */
public enum FailureCode {
    OUT_OF_STOCK,
    INVALID_RECIPIENT,
    ITEM_GONE,
    PROVIDER_REFUSED,
    RETRIES_EXHAUSTED,
    CANCELED_BY_PROVIDER,
    ADMIN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FailureCode ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
