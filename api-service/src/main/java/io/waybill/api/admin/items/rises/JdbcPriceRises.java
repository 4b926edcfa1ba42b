package io.waybill.api.admin.items.rises;

import io.waybill.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and takes over rises of costs that wait for a person. */
final class JdbcPriceRises {
    private static final String SELECT_RISE = """
            select id,
                   price_micros,
                   cost_micros,
                   pending_price_micros,
                   pending_cost_micros,
                   sell_below_cost
              from item
             where pending_since is not null
            """;

    private final JdbcClient jdbc;

    JdbcPriceRises(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An import locks its turn first and items in no order: whoever holds the turns can lock many items safely. */
    void lockCatalogsOfItems(List<Long> itemIds) {
        jdbc.sql("""
                select j.provider_id
                  from sync_job j
                 where j.kind = 'catalog'
                   and j.provider_id in (select provider_id from item where id = any (:itemIds))
                 order by j.provider_id
                   for update
                """)
                .param("itemIds", itemIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    void lockCatalog(long providerId) {
        jdbc.sql("""
                select provider_id
                  from sync_job
                 where kind = 'catalog'
                   and provider_id = :providerId
                   for update
                """).param("providerId", providerId).query(Long.class).list();
    }

    List<Rise> lockOfItems(List<Long> itemIds) {
        return jdbc.sql(SELECT_RISE + """
                   and id = any (:itemIds)
                 order by id
                   for no key update
                """)
                .param("itemIds", itemIds.toArray(Long[]::new))
                .query(JdbcPriceRises::rise)
                .list();
    }

    List<Rise> lockOfProvider(long providerId, int limit) {
        return jdbc.sql(SELECT_RISE + """
                   and provider_id = :providerId
                 order by id
                 limit :limit
                   for no key update
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .query(JdbcPriceRises::rise)
                .list();
    }

    void accept(List<Long> itemIds) {
        int accepted =
                jdbc.sql("""
                        update item
                           set cost_micros = pending_cost_micros,
                               price_micros = pending_price_micros,
                               pending_cost_micros = null,
                               pending_price_micros = null,
                               pending_since = null,
                               updated_at = clock_timestamp()
                         where id = any (:itemIds)
                           and pending_since is not null
                        """).param("itemIds", itemIds.toArray(Long[]::new)).update();
        if (accepted != itemIds.size()) {
            throw new IllegalStateException("accepted " + accepted + " of " + itemIds.size() + " rises");
        }
    }

    /** The caller has locked these turns. */
    void makeCatalogsDue(List<Long> itemIds) {
        jdbc.sql("""
                update sync_job
                   set due_at = clock_timestamp()
                 where kind = 'catalog'
                   and provider_id in (select provider_id
                                         from item
                                        where id = any (:itemIds))
                """).param("itemIds", itemIds.toArray(Long[]::new)).update();
    }

    private static Rise rise(ResultSet row, int index) throws SQLException {
        return new Rise(
                row.getLong("id"),
                Usd.ofMicros(row.getLong("price_micros")),
                Usd.ofMicros(row.getLong("cost_micros")),
                Usd.ofMicros(row.getLong("pending_price_micros")),
                Usd.ofMicros(row.getLong("pending_cost_micros")),
                row.getBoolean("sell_below_cost"));
    }

    /** A cost that rose, and what the item is sold for now and then. */
    record Rise(long itemId, Usd price, Usd cost, Usd pendingPrice, Usd pendingCost, boolean sellBelowCost) {
        boolean mayBeTakenOver() {
            return sellBelowCost || !pendingPrice.isLessThan(pendingCost);
        }
    }
}
