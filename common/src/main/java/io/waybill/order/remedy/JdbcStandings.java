package io.waybill.order.remedy;

import io.waybill.attempt.Attempt;
import io.waybill.attempt.Attempts;
import io.waybill.order.OrderRows;
import io.waybill.order.PriceGuard;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads orders with all that a remedy must know of them. */
final class JdbcStandings {
    private final JdbcClient jdbc;
    private final Attempts attempts;

    JdbcStandings(JdbcClient jdbc, Attempts attempts) {
        this.jdbc = jdbc;
        this.attempts = attempts;
    }

    /** Keeps the orders, and with them their attempts, as they are until the transaction ends. */
    void lock(Collection<Long> orderIds) {
        jdbc.sql("""
                select id
                  from orders
                 where id = any (:ids)
                 order by id
                   for update
                """)
                .param("ids", orderIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** By order id; unknown ids are left out. */
    Map<Long, Standing> read(Collection<Long> orderIds) {
        Map<Long, List<Attempt>> tried = attempts.ofOrders(orderIds);
        return jdbc
                .sql("select " + OrderRows.COLUMNS + """
                              ,
                               o.api_key_id,
                               r.id as reordered_as,
                               exists (select
                                         from late_success l
                                        where l.order_id = o.id) as late_success,
                        """ + PriceGuard.IS_OVERPRICED + """
                                       as overpriced
                                  from orders o
                                  join item i on i.id = o.item_id
                                  left join orders r on r.reorder_of = o.id
                                 where o.id = any (:ids)
                                """)
                .param("ids", orderIds.toArray(Long[]::new))
                .query((row, index) -> new Standing(
                        OrderRows.order(row, index),
                        row.getLong("api_key_id"),
                        row.getObject("reordered_as", Long.class),
                        row.getBoolean("late_success"),
                        row.getBoolean("overpriced"),
                        tried.getOrDefault(row.getLong("id"), List.of())))
                .list()
                .stream()
                .collect(Collectors.toMap(standing -> standing.order().id(), Function.identity()));
    }
}
