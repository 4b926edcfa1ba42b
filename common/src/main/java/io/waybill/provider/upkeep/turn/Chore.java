package io.waybill.provider.upkeep.turn;

import java.util.Locale;

/** What is kept in step of a provider, each in its own turns. */
public enum Chore {
    BALANCE,
    CATALOG,
    /** What became of the orders that it works on. */
    STATUS;

    /** The word in {@code sync_job.kind}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
