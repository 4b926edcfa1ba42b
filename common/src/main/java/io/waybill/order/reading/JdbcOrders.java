package io.waybill.order.reading;

import static io.waybill.query.Rows.instant;

import io.waybill.account.Mode;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import io.waybill.order.OrderRows;
import io.waybill.order.OrderStatus;
import io.waybill.secret.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcOrders implements Orders {
    private final JdbcClient jdbc;

    JdbcOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Order> find(long accountId, Mode mode, long orderId) {
        return jdbc.sql("select " + OrderRows.COLUMNS + """
                  from orders o
                 where o.id = :id
                   and o.account_id = :accountId
                   and o.mode = :mode
                """)
                .param("id", orderId)
                .param("accountId", accountId)
                .param("mode", mode.wire())
                .query(OrderRows::order)
                .optional();
    }

    @Override
    public List<Order> list(OrderQuery query) {
        OrderListSql list = new OrderListSql(query);
        return jdbc.sql(list.text())
                .params(list.parameters())
                .query(OrderRows::order)
                .list();
    }

    @Override
    public Map<Long, OrderHistory> histories(Collection<Long> orderIds) {
        Map<Long, List<OrderHistory.Entry>> timelines = timelines(orderIds);
        Map<Long, OrderHistory> histories = new HashMap<>();
        jdbc.sql("""
                select o.id, o.delivery_sealed, t.balance_after_micros
                  from orders o
                  left join transfer t on t.order_id = o.id and t.kind = 'charge'
                 where o.id = any (:ids)
                """).param("ids", orderIds.toArray(Long[]::new)).query(row -> {
            long id = row.getLong("id");
            histories.put(id, new OrderHistory(balance(row), delivery(row), timelines.getOrDefault(id, List.of())));
        });
        return histories;
    }

    private Map<Long, List<OrderHistory.Entry>> timelines(Collection<Long> orderIds) {
        Map<Long, List<OrderHistory.Entry>> timelines = new HashMap<>();
        jdbc.sql("""
                select e.order_id,
                       e.at,
                       e.status,
                       e.note
                  from orders o
                 cross join lateral (
                       select first.*
                         from order_event first
                        where first.order_id = o.id
                          and first.version = 1
                        union all
                       select newer.*
                         from order_event newer
                        where newer.order_id = o.id
                          and newer.version > greatest(1, o.version - :newest)) e
                 where o.id = any (:ids)
                 order by e.order_id, e.version
                """)
                .param("ids", orderIds.toArray(Long[]::new))
                .param("newest", OrderHistory.MOST_ENTRIES - 1)
                .query(row -> {
                    timelines
                            .computeIfAbsent(row.getLong("order_id"), _ -> new ArrayList<>())
                            .add(new OrderHistory.Entry(
                                    instant(row, "at"),
                                    OrderStatus.ofWire(row.getString("status")),
                                    row.getString("note")));
                });
        return timelines;
    }

    private static @Nullable Usd balance(ResultSet row) throws SQLException {
        long micros = row.getLong("balance_after_micros");
        return row.wasNull() ? null : Usd.ofMicros(micros);
    }

    private static @Nullable Sealed delivery(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("delivery_sealed");
        return bytes == null ? null : Sealed.ofBytes(bytes);
    }

    @Override
    public Set<Long> finalAmong(Collection<Long> orderIds) {
        return jdbc.sql("""
                select id
                  from orders
                 where id = any (:ids)
                   and final_at is not null
                """)
                .param("ids", orderIds.toArray(Long[]::new))
                .query((row, _) -> row.getLong("id"))
                .set();
    }
}
