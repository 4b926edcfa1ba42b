package io.waybill.order;

import java.util.Locale;

/** Why an order is on hold. */
public enum HoldReason {
    /**
     * Whether the provider has sold it is not known. Never resent to a provider that doesn't recognise our reference,
     * never refunded by itself.
     */
    OUTCOME_UNKNOWN,
    /** Our balance at the provider is used up; resumes by itself. */
    PROVIDER_FUNDS,
    /** The provider can't be reached, or refuses our key; resumes by itself. */
    PROVIDER_DOWN,
    /** It costs more at the provider than it was sold for. */
    PRICE_CHANGED,
    /** A person delivers it. */
    MANUAL;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static HoldReason ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
