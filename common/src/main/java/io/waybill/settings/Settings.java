package io.waybill.settings;

import io.waybill.money.DisplayRate;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * The store's switches and the exchange rates in force.
 *
 * @param walletCheckout false: wallet-billed items can't be ordered
 * @param displayCurrency ISO 4217 code of the currency that prices are shown in
 * @param rates units of a currency per US dollar
 */
public record Settings(boolean walletCheckout, String displayCurrency, Map<String, BigDecimal> rates) {
    public Settings {
        rates = Map.copyOf(rates);
    }

    /** @throws IllegalStateException if no rate was ever set for the display currency */
    public DisplayRate displayRate() {
        return rate(displayCurrency)
                .orElseThrow(() -> new IllegalStateException(
                        "No exchange rate for the display currency " + displayCurrency + ": set one in the settings."));
    }

    public Optional<DisplayRate> rate(String currency) {
        return Optional.ofNullable(rates.get(currency)).map(perUsd -> new DisplayRate(currency, perUsd));
    }
}
