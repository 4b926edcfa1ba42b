package io.waybill.provider;

import java.util.Locale;

/** What a sync makes of rows that are new in a provider's catalog. */
public enum Selection {
    /** An item of each. */
    ALL,
    /** Nothing: only the items that somebody imported follow the catalog. */
    CHOSEN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Selection ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
