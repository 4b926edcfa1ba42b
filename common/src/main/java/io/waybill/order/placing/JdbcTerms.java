package io.waybill.order.placing;

import io.waybill.account.Mode;
import io.waybill.catalog.Item;
import io.waybill.catalog.Items;
import io.waybill.ledger.Ledger;
import io.waybill.money.Usd;
import io.waybill.settings.Settings;
import java.math.BigDecimal;
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
    /** The settings come with every account, or alone: one way to the database for both. */
    private static final String SELECT_SETTINGS_AND_ACCOUNTS = """
            select a.id,
                   a.status,
                   a.provider_billing,
                   a.provider_daily_cap_micros,
                   coalesce(d.spent_micros, 0) as spent_micros,
                   s.wallet_checkout,
                   s.display_currency,
                   r.per_usd
              from settings s
              left join lateral (select per_usd
                                   from exchange_rate
                                  where currency = s.display_currency
                                  order by id desc
                                  limit 1) r on true
              left join account a on a.id = any (:ids)
              left join provider_spend d on d.account_id = a.id and d.day = (now() at time zone 'utc')::date
            """;

    private final JdbcClient jdbc;
    private final Items items;
    private final Ledger ledger;

    /** A provider is added for one mode and keeps it: read once. As many entries as there are providers. */
    private final Map<Long, Mode> providerModes = new ConcurrentHashMap<>();

    JdbcTerms(JdbcClient jdbc, Items items, Ledger ledger) {
        this.jdbc = jdbc;
        this.items = items;
        this.ledger = ledger;
    }

    /** As they are now; a balance may be another a moment later. */
    Terms read(Collection<OrderRequest> requests) {
        return terms(requests, ledger.balances(walletsOf(requests)));
    }

    /**
     * The same, with the wallets locked until the caller's transaction ends, sorted: balances are exact, and no other
     * transaction places orders of these wallets meanwhile.
     */
    Terms lock(Collection<OrderRequest> requests) {
        return terms(requests, ledger.lock(walletsOf(requests)));
    }

    private static List<Long> walletsOf(Collection<OrderRequest> requests) {
        return requests.stream()
                .map(request -> request.buyer().walletId())
                .distinct()
                .toList();
    }

    private Terms terms(Collection<OrderRequest> requests, Map<Long, Usd> balances) {
        Map<Long, Terms.AccountTerms> accounts = new HashMap<>();
        Settings settings = jdbc.sql(SELECT_SETTINGS_AND_ACCOUNTS)
                .param(
                        "ids",
                        requests.stream()
                                .map(request -> request.buyer().accountId())
                                .distinct()
                                .toArray(Long[]::new))
                .query((row, _) -> {
                    Long accountId = row.getObject("id", Long.class);
                    if (accountId != null) {
                        accounts.put(accountId, accountTerms(row));
                    }
                    return settings(row);
                })
                .list()
                .getFirst();
        Map<Long, Item> found = items
                .byIds(requests.stream().map(OrderRequest::itemId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Item::id, Function.identity()));
        learnProviderModes(found.values());
        return new Terms(
                settings.walletCheckout(),
                settings.displayRate(),
                found,
                Map.copyOf(providerModes),
                accounts,
                balances);
    }

    private static Terms.AccountTerms accountTerms(ResultSet row) throws SQLException {
        return new Terms.AccountTerms(
                "active".equals(row.getString("status")),
                row.getBoolean("provider_billing"),
                usdOrNull(row.getObject("provider_daily_cap_micros", Long.class)),
                Usd.ofMicros(row.getLong("spent_micros")));
    }

    private static Settings settings(ResultSet row) throws SQLException {
        String currency = row.getString("display_currency");
        BigDecimal perUsd = row.getBigDecimal("per_usd");
        Map<String, BigDecimal> rates = perUsd == null ? Map.of() : Map.of(currency, perUsd);
        return new Settings(row.getBoolean("wallet_checkout"), currency, rates);
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
