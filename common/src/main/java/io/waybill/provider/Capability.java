package io.waybill.provider;

import java.util.Locale;

/** What a provider is known to honour; all off until an admin sets them. */
public enum Capability {
    /** The same reference twice is one purchase. */
    IDEMPOTENCY,
    LOOKUP,
    STATUS,
    CANCEL,
    REFILL;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Capability ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
