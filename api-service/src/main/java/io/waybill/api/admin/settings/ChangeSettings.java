package io.waybill.api.admin.settings;

import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.settings.Settings;
import io.waybill.settings.SettingsStore;
import java.math.BigDecimal;
import java.util.Map;

/** Changes the store's switches and exchange rates. Takes part in the caller's transaction. Thread-safe. */
final class ChangeSettings {
    private final SettingsStore store;

    ChangeSettings(SettingsStore store) {
        this.store = store;
    }

    Done change(Author author, SettingsChange change) {
        Settings before = store.lock();
        Settings after = change.appliedTo(before);
        if (after.rate(after.displayCurrency()).isEmpty()) {
            return Done.invalid(
                    "display_currency",
                    "no_rate",
                    "there is no exchange rate for " + after.displayCurrency() + ": give it in rates as well");
        }
        write(author, before, after, change.ratesUnlike(before));
        SettingsView view = SettingsView.of(store.read());
        return Done.well(
                view,
                author.entry(
                        "settings.change", "settings", SettingsView.of(before).facts(), view.facts()));
    }

    private void write(Author author, Settings before, Settings after, Map<String, BigDecimal> newRates) {
        boolean switched = before.walletCheckout() != after.walletCheckout()
                || !before.displayCurrency().equals(after.displayCurrency());
        if (switched) {
            store.update(after.walletCheckout(), after.displayCurrency());
        }
        if (!newRates.isEmpty()) {
            store.addRates(newRates, author.actor());
        }
    }
}
