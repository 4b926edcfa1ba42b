package io.waybill.api.admin.orders;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists orders of all accounts. */
final class JdbcAdminOrders {
    static final String COLUMNS = """
            o.id,
                   o.account_id,
                   a.email as account_email,
                   o.mode,
                   o.status,
                   o.hold_reason,
                   o.failure_code,
                   o.version,
                   o.item_id,
                   o.item_name,
                   o.quantity,
                   o.source,
                   o.billing,
                   o.provider_id,
                   p.name as provider_name,
                   o.external_ref,
                   o.amount,
                   o.currency,
                   o.charged_micros,
                   o.refunded_micros,
                   o.retries,
                   o.due_at,
                   o.created_at,
                   o.updated_at,
                   o.final_at,
                   o.reorder_of
            """;

    private static final String OF_ALL = """
              from orders o
             where true
            """;

    /** The index on the orders of an account begins with their mode: each is read in its order, and both are merged. */
    private static final String OF_AN_ACCOUNT = """
              from (select * from orders where mode = 'live'
                    union all
                    select * from orders where mode = 'test') o
             where true
            """;

    /** The index on references begins with account and mode: it is asked for each of them. */
    private static final String BY_REFERENCE = """
              from account owner
             cross join (values ('live'), ('test')) as either (mode)
              join orders o on o.account_id = owner.id and o.mode = either.mode
             where true
            """;

    private final JdbcClient jdbc;

    JdbcAdminOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For the transaction that is under way: each filter gets the plan that fits its values, and none takes long. */
    void planForTheseValues() {
        jdbc.sql("""
                select set_config('plan_cache_mode', 'force_custom_plan', true),
                       set_config('statement_timeout', '10s', true)
                """).query().singleRow();
    }

    /**
     * Newest first; where a time range is given by {@code created_at}, else by id.
     *
     * @param after the last order of the page before
     */
    List<OrderRow> list(OrderFilter filter, @Nullable Long after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("limit", limit);
        String order = filter.hasTimeRange() ? "created_at desc, id desc" : "id desc";
        return jdbc.sql("with page as (select o.*\n" + from(filter) + conditions(filter, parameters)
                        + after(filter, after, parameters)
                        + " order by o." + order.replace(", ", ", o.") + " limit :limit)\nselect " + COLUMNS + """
                                  from page o
                                  join account a on a.id = o.account_id
                                  left join provider p on p.id = o.provider_id
                                 order by o.\
                                """
                        + order.replace(", ", ", o."))
                .params(parameters)
                .query(JdbcAdminOrders::row)
                .list();
    }

    private static String from(OrderFilter filter) {
        if (!filter.ids().isEmpty()) {
            return OF_ALL;
        }
        if (filter.accountId() != null) {
            return filter.modes().size() == 1 ? OF_ALL : OF_AN_ACCOUNT;
        }
        return filter.externalRef() == null ? OF_ALL : BY_REFERENCE;
    }

    /** Only what is asked for. */
    private static String conditions(OrderFilter filter, Map<String, Object> parameters) {
        StringBuilder sql = new StringBuilder();
        if (!filter.ids().isEmpty()) {
            sql.append(" and o.id = any (:ids)\n");
            parameters.put("ids", filter.ids().toArray(Long[]::new));
        }
        add(sql, parameters, "o.account_id = ", "accountId", filter.accountId());
        add(sql, parameters, "o.mode", filter.modes(), Mode::wire);
        add(sql, parameters, "o.status", filter.statuses(), OrderStatus::wire);
        add(sql, parameters, "o.hold_reason", filter.holdReasons(), HoldReason::wire);
        add(sql, parameters, "o.failure_code", filter.failureCodes(), FailureCode::wire);
        add(sql, parameters, "o.item_id = ", "itemId", filter.itemId());
        add(sql, parameters, "o.provider_id = ", "providerId", filter.providerId());
        add(sql, parameters, "o.source", filter.sources(), Source::wire);
        add(sql, parameters, "o.billing", filter.billings(), Billing::wire);
        add(sql, parameters, "o.external_ref = ", "externalRef", filter.externalRef());
        add(sql, parameters, "o.created_at >= ", "createdFrom", time(filter.createdFrom()));
        add(sql, parameters, "o.created_at < ", "createdTo", time(filter.createdTo()));
        if (!filter.holdReasons().isEmpty()) {
            sql.append(" and o.status = 'on_hold'\n");
        }
        return sql.toString();
    }

    private static String after(OrderFilter filter, @Nullable Long after, Map<String, Object> parameters) {
        if (after == null) {
            return "";
        }
        parameters.put("after", after);
        return filter.hasTimeRange()
                ? " and (o.created_at, o.id) < ((select created_at from orders where id = :after), :after)\n"
                : " and o.id < :after\n";
    }

    private static void add(
            StringBuilder sql, Map<String, Object> parameters, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition).append(':').append(name).append('\n');
            parameters.put(name, value);
        }
    }

    /** One word by equality, so that an index that begins with it has the order of what follows. */
    private static <T> void add(
            StringBuilder sql, Map<String, Object> parameters, String column, Set<T> words, Function<T, String> wire) {
        if (words.isEmpty()) {
            return;
        }
        String name = column.substring(column.indexOf('.') + 1).replace("_", "");
        if (words.size() == 1) {
            add(
                    sql,
                    parameters,
                    column + " = ",
                    name,
                    wire.apply(words.iterator().next()));
        } else {
            sql.append(" and ").append(column).append(" = any (:").append(name).append(")\n");
            parameters.put(name, words.stream().map(wire).toArray(String[]::new));
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static OrderRow row(ResultSet row, int index) throws SQLException {
        String status = row.getString("status");
        return new OrderRow(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("account_email"),
                row.getString("mode"),
                status,
                row.getString("hold_reason"),
                row.getString("failure_code"),
                OrderStatus.ofWire(status).isFinal(),
                row.getInt("version"),
                row.getLong("item_id"),
                row.getString("item_name"),
                row.getInt("quantity"),
                row.getString("source"),
                row.getString("billing"),
                row.getObject("provider_id", Long.class),
                row.getString("provider_name"),
                row.getString("external_ref"),
                row.getBigDecimal("amount").toPlainString(),
                row.getString("currency"),
                Usd.ofMicros(row.getLong("charged_micros")).toLongString(),
                Usd.ofMicros(row.getLong("refunded_micros")).toLongString(),
                row.getInt("retries"),
                instantOrNull(row, "due_at"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                instantOrNull(row, "final_at"),
                row.getObject("reorder_of", Long.class));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
