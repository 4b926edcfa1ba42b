package io.waybill.attempt;

import java.util.Locale;

/** Where a purchase that was tried stands. It resolves once: {@code bought} and {@code not_bought} are for good. */
public enum AttemptState {
    SENDING,
    UNKNOWN,
    BOUGHT,
    NOT_BOUGHT;

    public boolean isUnresolved() {
        return this == SENDING || this == UNKNOWN;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AttemptState ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
