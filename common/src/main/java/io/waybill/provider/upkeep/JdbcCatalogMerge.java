package io.waybill.provider.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Brings a catalog into the items and keeps the run, in one transaction that the turn fences. */
final class JdbcCatalogMerge {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_ERROR = 500;
    private static final int RUNS_KEPT = 1_000;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Turns turns;

    JdbcCatalogMerge(DataSource dataSource, TransactionTemplate transactions, Turns turns) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.transactions = transactions;
        this.turns = turns;
    }

    /** Merges the file; one without any row changes nothing while items of the provider are on offer. */
    CatalogRun merge(Turn turn, CatalogFile file) {
        return fenced(turn, () -> {
            int offered = file.rows() > 0 ? 0 : countOffered(turn.providerId());
            if (offered > 0) {
                return run(
                        file,
                        Changes.NONE,
                        "The catalog holds nothing that can be sold, while " + offered
                                + " of its items are on offer: nothing was changed.");
            }
            createStaging();
            copy(file);
            analyzeStaging();
            return run(file, mergeStaged(turn.providerId()), null);
        });
    }

    /** Keeps a run that could not be merged. */
    CatalogRun refuse(Turn turn, CatalogFile file, String fault) {
        return fenced(turn, () -> run(file, Changes.NONE, fault));
    }

    private CatalogRun fenced(Turn turn, Work work) {
        CatalogRun done = transactions.execute(_ -> {
            turns.confirm(turn);
            CatalogRun run = work.run();
            insertRun(run);
            deleteOldRuns(turn.providerId());
            return run;
        });
        if (done == null) {
            throw new IllegalStateException("the merge gave no result");
        }
        return done;
    }

    private static CatalogRun run(CatalogFile file, Changes changes, @Nullable String error) {
        int unchanged = error == null ? file.rows() - changes.created - changes.updated : 0;
        return new CatalogRun(
                file.account().id(),
                changes.created,
                changes.updated,
                unchanged,
                changes.removed,
                file.skipped(),
                file.skips(),
                error == null ? null : error.substring(0, Math.min(error.length(), MAX_ERROR)));
    }

    private int countOffered(long providerId) {
        return jdbc.sql("select count(*) from item where provider_id = :provider and active")
                .param("provider", providerId)
                .query(Integer.class)
                .single();
    }

    private void createStaging() {
        template.execute("""
                create temporary table listed_item (
                  external_id   text    not null,
                  slug          text    not null,
                  name          text    not null,
                  product_name  text    not null,
                  category      text    not null,
                  description   text    not null,
                  price         numeric not null,
                  per_usd       numeric not null,
                  unit          integer not null,
                  min_quantity  integer not null,
                  max_quantity  integer not null,
                  fields        jsonb   not null,
                  available     boolean not null
                ) on commit drop
                """);
    }

    private void copy(CatalogFile file) {
        Long copied = template.execute((ConnectionCallback<Long>) connection -> copy(connection, file));
        if (copied == null || copied != file.rows()) {
            throw new IllegalStateException("copied " + copied + " of " + file.rows() + " rows");
        }
    }

    private static long copy(Connection connection, CatalogFile file) throws SQLException {
        try (InputStream in = file.open()) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy listed_item (" + CatalogFile.COLUMNS + ") from stdin", in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without figures the planner takes a full staging table for a nearly empty one. */
    private void analyzeStaging() {
        template.execute("analyze listed_item");
    }

    /**
     * Rows that are as they were are not touched, not even locked. The division comes last, so that a price that is a
     * whole number of micros is not rounded up by the digits that a quotient lacks.
     */
    private Changes mergeStaged(long providerId) {
        return jdbc.sql("""
                with priced as (
                  select l.*,
                         i.id as item_id,
                         p.billing,
                         greatest(1, ceil(l.price * 1000000 / l.per_usd))::bigint as cost_micros,
                         greatest(1, ceil(l.price * 10000 * (100 + coalesce(i.margin_percent, p.margin_percent))
                                          / l.per_usd))::bigint as price_micros
                    from listed_item l
                    join provider p on p.id = :provider
                    left join item i on i.provider_id = p.id and i.external_id = l.external_id
                ),
                updated as (
                  update item i
                     set name = p.name,
                         product_name = p.product_name,
                         category = p.category,
                         description = p.description,
                         billing = p.billing,
                         price_micros = p.price_micros,
                         cost_micros = p.cost_micros,
                         unit = p.unit,
                         min_quantity = p.min_quantity,
                         max_quantity = p.max_quantity,
                         fields = p.fields,
                         available = p.available,
                         active = i.active or i.removed_at is not null,
                         removed_at = null,
                         updated_at = clock_timestamp()
                    from priced p
                   where i.id = p.item_id
                     and (i.name, i.product_name, i.category, i.description, i.billing, i.price_micros, i.cost_micros,
                          i.unit, i.min_quantity, i.max_quantity, i.fields, i.available, i.removed_at)
                         is distinct from
                         (p.name, p.product_name, p.category, p.description, p.billing, p.price_micros, p.cost_micros,
                          p.unit, p.min_quantity, p.max_quantity, p.fields, p.available, null::timestamptz)
                  returning i.id
                ),
                named as (
                  select p.*,
                         row_number() over (partition by p.slug order by p.external_id) > 1
                           or exists (select from item i where i.slug = p.slug) as slug_is_taken
                    from priced p
                   where p.item_id is null
                ),
                created as (
                  insert into item (slug, name, product_name, category, description, source, billing, price_micros,
                                    cost_micros, unit, min_quantity, max_quantity, fields, available, provider_id,
                                    external_id)
                  select case when slug_is_taken
                           then slug || '-' || left(encode(sha256(convert_to(external_id, 'UTF8')), 'hex'), 16)
                           else slug
                         end,
                         name, product_name, category, description, 'provider', billing, price_micros,
                         cost_micros, unit, min_quantity, max_quantity, fields, available, :provider,
                         external_id
                    from named
                  returning id
                ),
                removed as (
                  update item i
                     set active = false,
                         removed_at = clock_timestamp(),
                         updated_at = clock_timestamp()
                   where i.provider_id = :provider
                     and i.active
                     and not exists (select from listed_item l where l.external_id = i.external_id)
                  returning i.id
                )
                select (select count(*) from created) as created,
                       (select count(*) from updated) as updated,
                       (select count(*) from removed) as removed
                """)
                .param("provider", providerId)
                .query((row, _) -> new Changes(row.getInt("created"), row.getInt("updated"), row.getInt("removed")))
                .single();
    }

    private void insertRun(CatalogRun run) {
        int inserted = jdbc.sql("""
                insert into catalog_run (provider_id, started_at, finished_at, result, created, updated, unchanged, removed,
                                         skipped, skips, error)
                values (:provider, now(), clock_timestamp(), :result, :created, :updated, :unchanged, :removed,
                        :skipped, :skips::jsonb, :error)
                """)
                .param("provider", run.providerId())
                .param("result", run.failed() ? "failed" : "imported")
                .param("created", run.created())
                .param("updated", run.updated())
                .param("unchanged", run.unchanged())
                .param("removed", run.removed())
                .param("skipped", run.skipped())
                .param("skips", skips(run.skips()))
                .param("error", run.error())
                .update();
        if (inserted != 1) {
            throw new IllegalStateException("kept " + inserted + " rows of one catalog run");
        }
    }

    private static String skips(List<CatalogRun.Skip> skips) {
        return JSON.writeValueAsString(skips.stream()
                .map(skip -> Map.of("external_id", skip.externalId(), "reason", skip.reason()))
                .toList());
    }

    private void deleteOldRuns(long providerId) {
        jdbc.sql("""
                delete from catalog_run
                 where provider_id = :provider
                   and id <= (select id
                                from catalog_run
                               where provider_id = :provider
                               order by id desc
                              offset :kept
                               limit 1)
                """).param("provider", providerId).param("kept", RUNS_KEPT).update();
    }

    @FunctionalInterface
    private interface Work {
        CatalogRun run();
    }

    private record Changes(int created, int updated, int removed) {
        private static final Changes NONE = new Changes(0, 0, 0);
    }
}
