package io.waybill.api.admin.providers;

import static io.waybill.query.Rows.instant;
import static io.waybill.query.Rows.instantOrNull;

import io.waybill.api.input.Durations;
import io.waybill.money.Decimals;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads providers for their owner, without their keys. */
final class JdbcProviderViews {
    private static final String SELECT_PROVIDER = """
            select p.id,
                   p.name,
                   p.protocol,
                   p.mode,
                   p.base_url,
                   p.billing,
                   p.capabilities,
                   p.max_quantity,
                   p.concurrency,
                   p.rate_limit,
                   p.connect_timeout_ms,
                   p.answer_timeout_ms,
                   p.margin_percent,
                   p.price_step_micros,
                   p.price_rise_percent,
                   p.selection,
                   p.active,
                   p.balance,
                   p.balance_currency,
                   p.balance_at,
                   p.low_balance,
                   p.low_since,
                   p.health,
                   p.health_note,
                   p.health_at,
                   (select count(*)
                      from attempt a
                     where a.provider_id = p.id
                       and a.state = 'sending') as in_flight,
                   p.created_at,
                   p.updated_at,
                   r.id as run_id,
                   r.started_at,
                   r.finished_at,
                   r.result,
                   r.created,
                   r.updated,
                   r.unchanged,
                   r.removed,
                   r.skipped,
                   r.price_up,
                   r.price_down,
                   r.waiting,
                   r.open_orders,
                   r.error
              from provider p
              left join lateral (select *
                                   from catalog_run
                                  where provider_id = p.id
                                  order by id desc
                                  limit 1) r on true
            """;

    private final JdbcClient jdbc;

    JdbcProviderViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<ProviderView> find(long id) {
        return jdbc.sql(SELECT_PROVIDER + " where p.id = :id")
                .param("id", id)
                .query((row, _) -> provider(row, true))
                .optional();
    }

    /** Newest first, with an id below {@code before}. */
    List<ProviderView> newest(long before, int limit) {
        return jdbc.sql(SELECT_PROVIDER + """
                 where p.id < :before
                 order by p.id desc
                 limit :limit
                """)
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> provider(row, null))
                .list();
    }

    private static ProviderView provider(ResultSet row, @Nullable Boolean ok) throws SQLException {
        String[] capabilities = (String[]) row.getArray("capabilities").getArray();
        return new ProviderView(
                ok,
                row.getLong("id"),
                row.getString("name"),
                row.getString("protocol"),
                row.getString("mode"),
                row.getString("base_url"),
                row.getString("billing"),
                Arrays.asList(capabilities),
                row.getInt("max_quantity"),
                row.getInt("concurrency"),
                row.getInt("rate_limit"),
                Durations.shown(Duration.ofMillis(row.getLong("connect_timeout_ms"))),
                Durations.shown(Duration.ofMillis(row.getLong("answer_timeout_ms"))),
                row.getBigDecimal("margin_percent").toPlainString(),
                Usd.ofMicros(row.getLong("price_step_micros")).toShortString(),
                decimal(row, "price_rise_percent"),
                row.getString("selection"),
                row.getBoolean("active"),
                decimal(row, "balance"),
                text(row, "balance_currency"),
                instantOrNull(row, "balance_at"),
                decimal(row, "low_balance"),
                instantOrNull(row, "low_since"),
                row.getString("health"),
                text(row, "health_note"),
                instantOrNull(row, "health_at"),
                row.getLong("in_flight"),
                row.getObject("run_id") == null ? null : JdbcProviderHistory.run(row, null, null),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    static @Nullable String text(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }

    private static @Nullable String decimal(ResultSet row, String column) throws SQLException {
        BigDecimal value = row.getBigDecimal(column);
        return value == null ? null : Decimals.shown(value);
    }
}
