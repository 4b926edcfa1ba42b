package io.waybill.order.reading;

import io.waybill.account.Mode;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import io.waybill.order.OrderRows;
import io.waybill.order.OrderStatus;
import io.waybill.secret.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("accountId", query.accountId());
        parameters.put("mode", query.mode().wire());
        parameters.put("limit", query.limit());
        return jdbc.sql("select " + OrderRows.COLUMNS + """
                  from orders o
                 where o.account_id = :accountId
                   and o.mode = :mode
                """ + filters(query, parameters) + """
                         order by o.id desc
                         limit :limit
                        """)
                .params(parameters)
                .query(OrderRows::order)
                .list();
    }

    /** Only the conditions that are asked for, so that each combination gets the plan that fits it. */
    private static String filters(OrderQuery query, Map<String, @Nullable Object> parameters) {
        StringBuilder sql = new StringBuilder();
        if (!query.ids().isEmpty()) {
            sql.append(" and o.id = any (:ids)\n");
            parameters.put("ids", query.ids().toArray(Long[]::new));
        }
        if (!query.statuses().isEmpty()) {
            sql.append(" and o.status = any (:statuses)\n");
            parameters.put(
                    "statuses", query.statuses().stream().map(OrderStatus::wire).toArray(String[]::new));
        }
        filter(sql, parameters, " and o.external_ref = :externalRef\n", "externalRef", query.externalRef());
        filter(sql, parameters, " and o.item_id = :itemId\n", "itemId", query.itemId());
        filter(sql, parameters, " and o.created_at >= :createdFrom\n", "createdFrom", time(query.createdFrom()));
        filter(sql, parameters, " and o.created_at < :createdTo\n", "createdTo", time(query.createdTo()));
        filter(sql, parameters, " and o.id < :before\n", "before", query.before());
        return sql.toString();
    }

    private static void filter(
            StringBuilder sql,
            Map<String, @Nullable Object> parameters,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.put(name, value);
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
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
                select order_id, at, status, note
                  from order_event
                 where order_id = any (:ids)
                 order by order_id, version
                """).param("ids", orderIds.toArray(Long[]::new)).query(row -> {
            timelines
                    .computeIfAbsent(row.getLong("order_id"), _ -> new ArrayList<>())
                    .add(new OrderHistory.Entry(
                            row.getObject("at", OffsetDateTime.class).toInstant(),
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
