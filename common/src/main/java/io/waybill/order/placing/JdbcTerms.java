package io.waybill.order.placing;

import io.waybill.account.Mode;
import io.waybill.catalog.Item;
import io.waybill.catalog.Items;
import io.waybill.money.Usd;
import io.waybill.settings.Settings;
import io.waybill.settings.SettingsStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the terms for a batch of requests. Thread-safe. */
final class JdbcTerms {
    private final JdbcClient jdbc;
    private final Items items;
    private final SettingsStore settings;

    /** A provider is added for one mode and keeps it: read once. As many entries as there are providers. */
    private final Map<Long, Mode> providerModes = new ConcurrentHashMap<>();

    JdbcTerms(JdbcClient jdbc, Items items, SettingsStore settings) {
        this.jdbc = jdbc;
        this.items = items;
        this.settings = settings;
    }

    Terms read(Collection<OrderRequest> requests) {
        Settings now = settings.read();
        Map<Long, Item> found = items
                .byIds(requests.stream().map(OrderRequest::itemId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Item::id, Function.identity()));
        learnProviderModes(found.values());
        return new Terms(now.walletCheckout(), now.displayRate(), found, Map.copyOf(providerModes), wallets(requests));
    }

    private Map<Long, Terms.WalletTerms> wallets(Collection<OrderRequest> requests) {
        return jdbc
                .sql("""
                        select w.id,
                               w.balance_micros,
                               a.status,
                               a.provider_billing,
                               a.provider_daily_cap_micros,
                               coalesce(s.spent_micros, 0) as spent_micros
                          from wallet w
                          join account a on a.id = w.account_id
                          left join provider_spend s on s.account_id = a.id and s.day = (now() at time zone 'utc')::date
                         where w.id = any (:ids)
                        """)
                .param(
                        "ids",
                        requests.stream()
                                .map(request -> request.buyer().walletId())
                                .distinct()
                                .toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong("id"), walletTerms(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Terms.WalletTerms walletTerms(ResultSet row) throws SQLException {
        return new Terms.WalletTerms(
                "active".equals(row.getString("status")),
                row.getBoolean("provider_billing"),
                usdOrNull(row.getObject("provider_daily_cap_micros", Long.class)),
                Usd.ofMicros(row.getLong("spent_micros")),
                Usd.ofMicros(row.getLong("balance_micros")));
    }

    private static @Nullable Usd usdOrNull(@Nullable Long micros) {
        return micros == null ? null : Usd.ofMicros(micros);
    }

    private void learnProviderModes(Collection<Item> found) {
        List<Long> unknown = found.stream()
                .map(Item::providerId)
                .filter(Objects::nonNull)
                .filter(id -> !providerModes.containsKey(id))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            providerModes.putAll(modesOf(unknown));
        }
    }

    private Map<Long, Mode> modesOf(List<Long> providerIds) {
        Map<Long, Mode> modes = new HashMap<>();
        jdbc.sql("""
                select id,
                       mode
                  from provider
                 where id = any (:ids)
                """).param("ids", providerIds.toArray(Long[]::new)).query(row -> {
            modes.put(row.getLong("id"), Mode.ofWire(row.getString("mode")));
        });
        return modes;
    }
}
