package io.waybill.provider.upkeep.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What imports did. */
final class JdbcCatalogRuns {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEPT = 1_000;

    private final JdbcClient jdbc;

    JdbcCatalogRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the provider's newest run failed; empty if there is none. */
    Optional<Boolean> lastFailed(long providerId) {
        return jdbc.sql("""
                select result = 'failed' as failed
                  from catalog_run
                 where provider_id = :provider
                 order by id desc
                 limit 1
                """).param("provider", providerId).query(Boolean.class).optional();
    }

    /** What the newest import that was no failure said of what it found, for one that finds the same. */
    Optional<Findings> lastFindings(long providerId) {
        return jdbc.sql("""
                select created + updated + unchanged as rows,
                       skipped,
                       skips,
                       waiting
                  from catalog_run
                 where provider_id = :provider
                   and result = 'imported'
                   and selected is null
                 order by id desc
                 limit 1
                """)
                .param("provider", providerId)
                .query(JdbcCatalogRuns::findings)
                .optional();
    }

    private static Findings findings(ResultSet row, int index) throws SQLException {
        return new Findings(
                row.getInt("rows"),
                row.getInt("skipped"),
                JSON.readValue(row.getString("skips"), new TypeReference<List<CatalogRun.Skip>>() {}),
                row.getInt("waiting"));
    }

    /** @param selected how many rows were asked for; null = the whole catalog */
    void keep(CatalogRun run, @Nullable Integer selected) {
        insert(run, selected);
        deleteOld(run.providerId());
    }

    private void insert(CatalogRun run, @Nullable Integer selected) {
        int inserted = jdbc.sql("""
                insert into catalog_run (provider_id, started_at, finished_at, result, created, updated, unchanged, removed,
                                         skipped, skips, price_up, price_down, waiting, open_orders, changes, error, selected)
                values (:provider, now(), clock_timestamp(), :result, :created, :updated, :unchanged, :removed,
                        :skipped, :skips::jsonb, :priceUp, :priceDown, :waiting, :openOrders, :changes::jsonb, :error,
                        :selected::integer)
                """)
                .param("provider", run.providerId())
                .param("result", run.failed() ? "failed" : "imported")
                .param("created", run.created())
                .param("updated", run.updated())
                .param("unchanged", run.unchanged())
                .param("removed", run.removed())
                .param("skipped", run.skipped())
                .param("skips", JSON.writeValueAsString(run.skips()))
                .param("priceUp", run.priceUp())
                .param("priceDown", run.priceDown())
                .param("waiting", run.waiting())
                .param("openOrders", run.openOrders())
                .param("changes", JSON.writeValueAsString(run.changes()))
                .param("error", run.error())
                .param("selected", selected)
                .update();
        if (inserted != 1) {
            throw new IllegalStateException("kept " + inserted + " rows of one catalog run");
        }
    }

    private void deleteOld(long providerId) {
        jdbc.sql("""
                delete from catalog_run
                 where provider_id = :provider
                   and id <= (select id
                                from catalog_run
                               where provider_id = :provider
                               order by id desc
                              offset :kept
                               limit 1)
                """).param("provider", providerId).param("kept", KEPT).update();
    }

    /** What stays the same as long as nothing changes. */
    record Findings(int rows, int skipped, List<CatalogRun.Skip> skips, int waiting) {}
}
