package io.waybill.api.products;

import static io.waybill.query.Rows.instant;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells cheaply whether anything that is shown has changed. */
final class JdbcFingerprints {
    private final JdbcClient jdbc;

    JdbcFingerprints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A text that differs whenever items, the presence of stock, settings or rates differ. It counts row versions
     * (xmin) and not times, for a transaction that began early may commit late.
     */
    String now() {
        return jdbc.sql("""
                with items as (
                  select count(*) as number,
                         sum(xmin::text::bigint) as versions
                    from item
                ),
                stocked as (
                  select count(*) as number,
                         sum(hashint8extended(i.id, 0)) as which
                    from item i
                   where i.source = 'stock'
                     and exists (select from stock_code c
                                  where c.item_id = i.id and c.mode = 'live' and c.order_id is null)
                )
                select concat_ws('/',
                         items.number, items.versions,
                         stocked.number, stocked.which,
                         (select xmin::text from settings),
                         (select max(id) from exchange_rate))
                  from items, stocked
                """).query(String.class).single();
    }

    /** Since when prices are shown in this currency at this rate. */
    Instant rateSince(String currency) {
        return jdbc.sql("""
                select greatest(s.updated_at, (select max(valid_from)
                                                 from exchange_rate
                                                where currency = :currency)) as since
                  from settings s
                """)
                .param("currency", currency)
                .query((row, _) -> instant(row, "since"))
                .single();
    }
}
