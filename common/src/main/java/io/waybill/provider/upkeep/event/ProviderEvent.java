package io.waybill.provider.upkeep.event;

import java.util.Locale;

/**
 * Something about a provider changed.
 *
 * @param note what happened, in words for an admin; never a secret. Cut off after 500 characters
 */
public record ProviderEvent(long providerId, Kind kind, String note) {
    private static final int MAX_NOTE = 500;

    public ProviderEvent {
        note = note.substring(0, Math.min(note.length(), MAX_NOTE));
    }

    /** What changed; each is told once, when it changes. */
    public enum Kind {
        /** Our balance fell below the provider's threshold. */
        BALANCE_LOW,
        /** Our balance is no longer below the threshold. */
        BALANCE_RECOVERED,
        /** The provider gave no usable answer about our balance. */
        FAILING,
        /** The provider answers again. */
        RECOVERED,
        /** The catalog could not be imported. */
        CATALOG_FAILED,
        /** The catalog is imported again. */
        CATALOG_RECOVERED,
        /** Costs rose so far that a person must decide. */
        PRICE_CHANGED;

        /** The word in {@code provider_event.kind}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
