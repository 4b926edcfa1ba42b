package io.waybill.provider.upkeep.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** A catalog's rows in a temporary table, for the rest of the caller's transaction. */
final class JdbcStaging {
    private final JdbcTemplate template;

    JdbcStaging(JdbcTemplate template) {
        this.template = template;
    }

    void fill(CatalogFile file) {
        create();
        Long copied = template.execute((ConnectionCallback<Long>) connection -> copy(connection, file));
        if (copied == null || copied != file.rows()) {
            throw new IllegalStateException("copied " + copied + " of " + file.rows() + " rows");
        }
        analyze();
    }

    /**
     * Leaves out the rows that are no items yet.
     *
     * @return how many
     */
    int dropUnknown(long providerId) {
        return template.update("""
                delete from listed_item l
                 where not exists (select
                                     from item i
                                    where i.provider_id = ?
                                      and i.external_id = l.external_id)
                """, providerId);
    }

    /** Puts what a person has set in place of what the provider says. */
    void keepOwnColumns(long providerId) {
        template.update("""
                update listed_item l
                   set name = case when i.own_columns @> '"name"' then i.name else l.name end,
                       product_name = case when i.own_columns @> '"product_name"' then i.product_name else l.product_name end,
                       category = case when i.own_columns @> '"category"' then i.category else l.category end,
                       description = case when i.own_columns @> '"description"' then i.description else l.description end,
                       fields = case when i.own_columns @> '"fields"' then i.fields else l.fields end,
                       min_quantity = case when i.own_columns @> '"min_quantity"' then i.min_quantity else l.min_quantity end,
                       max_quantity = case when i.own_columns @> '"max_quantity"' then i.max_quantity else l.max_quantity end
                  from item i
                 where i.provider_id = ?
                   and i.own_columns <> '[]'
                   and i.external_id = l.external_id
                """, providerId);
    }

    private void create() {
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
                  cost_micros   bigint  not null,
                  unit          integer not null,
                  min_quantity  integer not null,
                  max_quantity  integer not null,
                  fields        jsonb   not null,
                  in_stock      boolean not null
                ) on commit drop
                """);
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

    /** Without figures the planner takes a full table for a nearly empty one; a small sample gives it enough. */
    private void analyze() {
        template.execute("""
                set local default_statistics_target = 10;
                analyze listed_item (external_id)
                """);
    }
}
