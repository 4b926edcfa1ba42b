package io.waybill.checks;

import java.util.Locale;

/** How much one run proves. */
public enum Depth {
    /**
     * What has changed since the run before, what may be stuck, what was found before, and a slice of the past; all of
     * a small store.
     */
    INCREMENTAL,

    /** Everything. */
    FULL;

    /** Whether a run of this depth says all that one of the other would have said. */
    boolean covers(Depth other) {
        return compareTo(other) >= 0;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Depth ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
