package io.waybill.settings;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
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
}
