package io.waybill.catalog;

import java.util.Locale;

/** Where an item comes from when it is ordered. */
public enum Source {
    /** Voucher codes kept here, given to the order when it is taken. */
    STOCK,
    /** Bought from an upstream provider by a fulfillment worker. */
    PROVIDER,
    /** Delivered by a person. */
    MANUAL;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Source ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
