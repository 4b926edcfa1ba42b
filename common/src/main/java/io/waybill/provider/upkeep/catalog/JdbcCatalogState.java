package io.waybill.provider.upkeep.catalog;

import io.waybill.provider.CatalogMark;
import io.waybill.provider.Selection;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the newest merge of a provider's catalog was made of, to know whether another would do anything. */
final class JdbcCatalogState {
    private final JdbcClient jdbc;

    JdbcCatalogState(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether neither the rows nor the provider's pricing have changed since. */
    boolean isMerged(long providerId, byte[] rowsHash) {
        return jdbc.sql("""
                select exists (select
                                 from catalog_state s
                                 join provider p on p.id = s.provider_id
                                where s.provider_id = :provider
                                  and s.rows_hash = :rowsHash
                                  and s.pricing = concat_ws('/', p.billing, p.margin_percent, p.price_step_micros,
                                                            p.price_rise_percent, p.selection))
                """)
                .param("provider", providerId)
                .param("rowsHash", rowsHash)
                .query(Boolean.class)
                .single();
    }

    /**
     * By what the answer is known again that the newest merge was made of: empty if the same answer might give other
     * items now, be it for whom we ask, for the pricing, or for the time that has passed since an answer was last read:
     * an hour where the provider's word would be taken that nothing is new, which may be wrong about prices, or else a
     * day. Whether an item was written since is not said here: {@link #isAsLeft} reads all of them for it.
     *
     * @param asked as {@link Asked} says it
     */
    Optional<CatalogMark> mark(long providerId, Asked asked) {
        return jdbc.sql("""
                select s.answer_digests,
                       s.answer_etag
                  from catalog_state s
                  join provider p on p.id = s.provider_id
                 where s.provider_id = :provider
                   and s.asked_hash = decode(:asked, 'hex')
                   and s.answer_read_at > clock_timestamp() - case
                                                                when s.answer_etag is null then interval '1 day'
                                                                else interval '1 hour'
                                                              end
                   and s.pricing = concat_ws('/', p.billing, p.margin_percent, p.price_step_micros,
                                             p.price_rise_percent, p.selection)
                """)
                .param("provider", providerId)
                .param("asked", asked.hash())
                .query((row, _) -> new CatalogMark(row.getString("answer_digests"), row.getString("answer_etag")))
                .optional();
    }

    /** Whether no item of the provider was written, made or deleted since the newest merge. */
    boolean isAsLeft(long providerId) {
        return jdbc.sql("""
                select (s.items, s.versions) = (select count(*), coalesce(sum(xmin::text::bigint), 0)
                                                  from item
                                                 where provider_id = :provider)
                  from catalog_state s
                 where s.provider_id = :provider
                """)
                .param("provider", providerId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
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

    /** Keeps by what the answer is known again that gave what was merged. */
    void writeMark(long providerId, Asked asked, @Nullable CatalogMark mark) {
        int written = jdbc.sql("""
                update catalog_state
                   set asked_hash = case when :digests::text is not null then decode(:asked, 'hex') end,
                       answer_digests = :digests::text,
                       answer_etag = :etag::text,
                       answer_read_at = case when :digests::text is not null then clock_timestamp() end
                 where provider_id = :provider
                """)
                .param("provider", providerId)
                .param("asked", asked.hash())
                .param("digests", mark == null ? null : mark.digests())
                .param("etag", mark == null ? null : mark.etag())
                .update();
        if (written != 1) {
            throw new IllegalStateException("marked " + written + " states of one catalog");
        }
    }
}
