package io.waybill.settings;

import static io.waybill.query.Rows.instant;

import io.waybill.query.Conditions;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcSettingsStore implements SettingsStore {
    private final JdbcClient jdbc;

    JdbcSettingsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Settings read() {
        Map<String, BigDecimal> rates = new HashMap<>();
        return jdbc.sql("""
                select s.wallet_checkout,
                       s.display_currency,
                       r.currency,
                       r.per_usd
                  from settings s
                  left join (select distinct on (currency) currency, per_usd
                               from exchange_rate
                              order by currency, id desc) r on true
                """).query(rows -> {
            rows.next();
            boolean walletCheckout = rows.getBoolean("wallet_checkout");
            String displayCurrency = rows.getString("display_currency");
            do {
                if (rows.getString("currency") != null) {
                    rates.put(rows.getString("currency"), rows.getBigDecimal("per_usd"));
                }
            } while (rows.next());
            return new Settings(walletCheckout, displayCurrency, rates);
        });
    }

    @Override
    public Settings lock() {
        jdbc.sql("select only_row from settings for update")
                .query(Boolean.class)
                .single();
        return read();
    }

    @Override
    public void update(boolean walletCheckout, String displayCurrency) {
        int updated = jdbc.sql("""
                update settings
                   set wallet_checkout = :walletCheckout,
                       display_currency = :displayCurrency,
                       updated_at = now()
                """)
                .param("walletCheckout", walletCheckout)
                .param("displayCurrency", displayCurrency)
                .update();
        if (updated != 1) {
            throw new IllegalStateException("there are " + updated + " rows of settings");
        }
    }

    @Override
    public void addRates(Map<String, BigDecimal> perUsd, String setBy) {
        TreeMap<String, BigDecimal> sorted = new TreeMap<>(perUsd);
        int added = jdbc.sql("""
                insert into exchange_rate (currency, per_usd, set_by)
                select currency, per_usd, :setBy
                  from unnest(:currencies::text[], :rates::numeric[]) as rate (currency, per_usd)
                """)
                .param("currencies", sorted.keySet().toArray(String[]::new))
                .param("rates", sorted.values().toArray(BigDecimal[]::new))
                .param("setBy", setBy)
                .update();
        if (added != perUsd.size()) {
            throw new IllegalStateException("added " + added + " of " + perUsd.size() + " rates");
        }
    }

    @Override
    public List<Rate> rates(@Nullable String currency, @Nullable Long before, int limit) {
        Conditions conditions = new Conditions()
                .and("currency = :currency", "currency", currency)
                .and("id < :before", "before", before);
        return jdbc.sql("select id, currency, per_usd, valid_from, set_by\n  from exchange_rate\n" + conditions.where()
                        + """
                                 order by id desc
                                 limit :limit
                                """)
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> new Rate(
                        row.getLong("id"),
                        row.getString("currency"),
                        row.getBigDecimal("per_usd"),
                        instant(row, "valid_from"),
                        row.getString("set_by")))
                .list();
    }
}
