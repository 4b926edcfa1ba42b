package io.waybill.provider.upkeep.catalog;

import io.waybill.provider.Selection;
import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the newest merge of a provider's catalog was made of, to know whether another would do anything. */
final class JdbcCatalogState {
    private final JdbcClient jdbc;

    JdbcCatalogState(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether neither the rows nor the provider's pricing nor any of its items have changed since. */
    boolean isMerged(long providerId, byte[] rowsHash) {
        return jdbc.sql("""
                select exists (select
                                 from catalog_state s
                                 join provider p on p.id = s.provider_id
                                where s.provider_id = :provider
                                  and s.rows_hash = :rowsHash
                                  and s.pricing = concat_ws('/', p.billing, p.margin_percent, p.price_step_micros,
                                                            p.price_rise_percent, p.selection)
                                  and (s.items, s.versions) = (select count(*), coalesce(sum(xmin::text::bigint), 0)
                                                                 from item
                                                                where provider_id = :provider))
                """)
                .param("provider", providerId)
                .param("rowsHash", rowsHash)
                .query(Boolean.class)
                .single();
    }

    /** What becomes of rows that are new in the catalog. */
    Selection selection(long providerId) {
        return jdbc.sql("select selection from provider where id = :provider")
                .param("provider", providerId)
                .query((row, _) -> Selection.ofWire(row.getString("selection")))
                .single();
    }

    void selectAll(long providerId) {
        jdbc.sql("""
                update provider
                   set selection = 'all',
                       updated_at = clock_timestamp()
                 where id = :provider
                   and selection <> 'all'
                """).param("provider", providerId).update();
    }

    void write(long providerId, byte[] rowsHash, Merged.Left left) {
        int written = jdbc.sql("""
                insert into catalog_state as s (provider_id, rows_hash, pricing, items, versions)
                values (:provider, :rowsHash, :pricing, :items, :versions)
                    on conflict (provider_id) do update
                   set rows_hash = excluded.rows_hash,
                       pricing = excluded.pricing,
                       items = excluded.items,
                       versions = excluded.versions,
                       merged_at = excluded.merged_at
                """)
                .param("provider", providerId)
                .param("rowsHash", rowsHash)
                .param("pricing", left.pricing())
                .param("items", left.items())
                .param("versions", new BigDecimal(left.versions()))
                .update();
        if (written != 1) {
            throw new IllegalStateException("wrote " + written + " states of one catalog");
        }
    }
}
