package io.waybill.api.admin.settings;

import io.waybill.audit.Facts;
import io.waybill.money.Decimals;
import io.waybill.settings.Settings;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings as admins see them.
 *
 * @param rates units of a currency per US dollar, as decimals
 */
record SettingsView(boolean ok, boolean walletCheckout, String displayCurrency, Map<String, String> rates) {
    static SettingsView of(Settings settings) {
        Map<String, String> rates = new TreeMap<>();
        settings.rates().forEach((currency, perUsd) -> rates.put(currency, Decimals.shown(perUsd)));
        return new SettingsView(true, settings.walletCheckout(), settings.displayCurrency(), rates);
    }

    /** What the audit log says of the settings. */
    Facts facts() {
        Facts facts = Facts.of("wallet_checkout", walletCheckout).and("display_currency", displayCurrency);
        for (Map.Entry<String, String> rate : rates.entrySet()) {
            facts = facts.and("rates." + rate.getKey(), rate.getValue());
        }
        return facts;
    }
}
