package io.waybill.api.admin.providers;

import static io.waybill.query.Rows.instant;

import io.waybill.money.Decimals;
import io.waybill.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what was kept of a provider: its imports, balances and events, each newest first. */
final class JdbcProviderHistory {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    JdbcProviderHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean knows(long providerId) {
        return jdbc.sql("select exists (select from provider where id = :provider)")
                .param("provider", providerId)
                .query(Boolean.class)
                .single();
    }

    List<RunView> runs(long providerId, long before, int limit) {
        return jdbc.sql("""
                select id as run_id,
                       started_at,
                       finished_at,
                       result,
                       created,
                       updated,
                       unchanged,
                       removed,
                       skipped,
                       price_up,
                       price_down,
                       waiting,
                       open_orders,
                       skips,
                       changes,
                       error
                  from catalog_run
                 where provider_id = :provider
                   and id < :before
                 order by id desc
                 limit :limit
                """)
                .param("provider", providerId)
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> run(row, skips(row.getString("skips")), changes(row.getString("changes"))))
                .list();
    }

    static RunView run(ResultSet row, @Nullable List<RunView.Skip> skips, @Nullable List<RunView.Change> changes)
            throws SQLException {
        return new RunView(
                row.getLong("run_id"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("result"),
                row.getInt("created"),
                row.getInt("updated"),
                row.getInt("unchanged"),
                row.getInt("removed"),
                row.getInt("skipped"),
                row.getInt("price_up"),
                row.getInt("price_down"),
                row.getInt("waiting"),
                row.getInt("open_orders"),
                skips,
                changes,
                JdbcProviderViews.text(row, "error"));
    }

    private static List<RunView.Skip> skips(String json) {
        List<RunView.Skip> skips = new ArrayList<>();
        for (JsonNode skip : JSON.readTree(json)) {
            skips.add(new RunView.Skip(
                    skip.path("external_id").asString(""), skip.path("reason").asString("")));
        }
        return skips;
    }

    private static List<RunView.Change> changes(String json) {
        List<RunView.Change> changes = new ArrayList<>();
        for (JsonNode change : JSON.readTree(json)) {
            changes.add(new RunView.Change(
                    change.path("external_id").asString(""),
                    change.path("item_id").isNumber() ? change.path("item_id").longValue() : null,
                    change.path("change").asString(""),
                    usd(change.path("before")),
                    usd(change.path("after")),
                    change.path("open_orders").isNumber()
                            ? change.path("open_orders").intValue()
                            : null));
        }
        return changes;
    }

    private static @Nullable String usd(JsonNode micros) {
        return micros.isNumber() ? Usd.ofMicros(micros.longValue()).toLongString() : null;
    }

    List<KeptBalance> balances(long providerId, long before, int limit) {
        return jdbc.sql("""
                select id,
                       at,
                       balance,
                       currency
                  from provider_balance
                 where provider_id = :provider
                   and id < :before
                 order by id desc
                 limit :limit
                """)
                .param("provider", providerId)
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> new KeptBalance(
                        row.getLong("id"),
                        instant(row, "at"),
                        Decimals.shown(row.getBigDecimal("balance")),
                        row.getString("currency")))
                .list();
    }

    List<KeptEvent> events(long providerId, long before, int limit) {
        return jdbc.sql("""
                select id,
                       at,
                       kind,
                       note
                  from provider_event
                 where provider_id = :provider
                   and id < :before
                 order by id desc
                 limit :limit
                """)
                .param("provider", providerId)
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> new KeptEvent(
                        row.getLong("id"), instant(row, "at"), row.getString("kind"), row.getString("note")))
                .list();
    }

    /** What a provider answered about our balance, when it was another one than before. */
    record KeptBalance(long id, Instant at, String balance, String currency) {}

    /** Something about a provider that changed. */
    record KeptEvent(long eventId, Instant at, String kind, String note) {}
}
