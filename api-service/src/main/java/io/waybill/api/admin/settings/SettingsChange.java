package io.waybill.api.admin.settings;

import io.waybill.settings.Settings;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different about the settings. What is null stays.
 *
 * @param rates units of a currency per US dollar, positive; others stay
 */
record SettingsChange(
        @Nullable Boolean walletCheckout, @Nullable String displayCurrency, Map<String, BigDecimal> rates) {
    SettingsChange {
        rates = Map.copyOf(rates);
    }

    Settings appliedTo(Settings now) {
        Map<String, BigDecimal> all = new HashMap<>(now.rates());
        all.putAll(rates);
        return new Settings(
                Objects.requireNonNullElse(walletCheckout, now.walletCheckout()),
                Objects.requireNonNullElse(displayCurrency, now.displayCurrency()),
                all);
    }

    /** The rates that are not in force already. */
    Map<String, BigDecimal> ratesUnlike(Settings now) {
        Map<String, BigDecimal> different = new HashMap<>(rates);
        different.entrySet().removeIf(rate -> {
            BigDecimal inForce = now.rates().get(rate.getKey());
            return inForce != null && inForce.compareTo(rate.getValue()) == 0;
        });
        return different;
    }
}
