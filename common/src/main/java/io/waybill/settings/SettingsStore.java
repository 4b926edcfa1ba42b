package io.waybill.settings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings as PostgreSQL has them now; no cache. Thread-safe; takes part in the caller's transaction. */
public interface SettingsStore {
    Settings read();

    /** As {@link #read}; nobody else changes them until the transaction ends. */
    Settings lock();

    /** Writes the switches, which must be {@linkplain #lock locked}. */
    void update(boolean walletCheckout, String displayCurrency);

    /**
     * Puts rates in force, by currency; the earlier ones stay as history. The settings must be {@linkplain #lock
     * locked}.
     *
     * @param setBy who does it
     */
    void addRates(Map<String, BigDecimal> perUsd, String setBy);

    /**
     * The history of rates, newest first.
     *
     * @param currency null = of all
     * @param before only rates with a smaller id: the next page; null = from the newest
     * @param limit at most so many
     */
    List<Rate> rates(@Nullable String currency, @Nullable Long before, int limit);

    /**
     * A rate that was set.
     *
     * @param perUsd units of the currency per US dollar
     * @param validFrom until the next one of the currency
     */
    record Rate(long id, String currency, BigDecimal perUsd, Instant validFrom, String setBy) {}
}
