package io.waybill.api.admin.orders;

import static io.waybill.query.Rows.instant;
import static io.waybill.query.Rows.instantOrNull;

import io.waybill.money.Usd;
import io.waybill.order.OrderStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** So many of a lead's orders are read before all that match are looked for: they take some milliseconds. */
    private static final int NEWEST = 1_000;

    private final JdbcClient jdbc;

    JdbcAdminOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For the transaction that is under way: each filter gets the plan that fits its values, and none takes long. */
    void planForTheseValues() {
        jdbc.sql("""
                select set_config('plan_cache_mode', 'force_custom_plan', true),
                       set_config('jit', 'off', true),
                       set_config('statement_timeout', '10s', true)
                """).query().singleRow();
    }

    /**
     * Newest first. Reads the orders of the {@link Lead} until it has a page. Where other filters leave none of the
     * newest of these, so that it might read on for long, it finds all that match by as many indexes as help, and sorts
     * them.
     *
     * @param after the last order of the page before
     */
    List<OrderRow> list(OrderFilter filter, @Nullable Long after, int limit) {
        Lead lead = Lead.of(filter);
        if (!lead.leavesOthersOf(filter)) {
            return list(filter, lead, Reading.ALL_OF_THE_LEAD, after, limit);
        }
        List<OrderRow> found = list(filter, lead, Reading.NEWEST_OF_THE_LEAD, after, limit);
        return found.size() < limit ? list(filter, lead, Reading.ALL_THAT_MATCH, after, limit) : found;
    }

    private List<OrderRow> list(OrderFilter filter, Lead lead, Reading reading, @Nullable Long after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("limit", limit);
        OrderConditions ofLead = new OrderConditions(parameters, lead, reading);
        OrderConditions others = new OrderConditions(parameters, lead, reading);
        ofLead.of(filter, true);
        others.of(filter, false);
        String page =
                page(filter, reading, ofLead.sql() + after(lead, after, parameters), others.sql(), lead.order(reading));
        return jdbc.sql("with page as (" + page + ")\nselect " + COLUMNS + """
                  from page o
                  join account a on a.id = o.account_id
                  left join provider p on p.id = o.provider_id
                """ + lead.order(Reading.ALL_OF_THE_LEAD)
                        + " limit :limit")
                .params(parameters)
                .query(JdbcAdminOrders::row)
                .list();
    }

    /** The index on the orders of an account goes on with their mode: each is read in its order. */
    private static String page(OrderFilter filter, Reading reading, String ofLead, String others, String order) {
        return filter.accountId() != null && filter.modes().size() != 1
                ? select(reading, " and o.mode = 'live'\n" + ofLead, others, order)
                        + "\nunion all\n"
                        + select(reading, " and o.mode = 'test'\n" + ofLead, others, order)
                : select(reading, ofLead, others, order);
    }

    private static String select(Reading reading, String ofLead, String others, String order) {
        return switch (reading) {
            case ALL_OF_THE_LEAD, ALL_THAT_MATCH ->
                "(select * from orders o where true\n" + ofLead + others + order + " limit :limit)";
            case NEWEST_OF_THE_LEAD ->
                "(select * from (select * from orders o where true\n" + ofLead + order + " limit " + NEWEST
                        + ") o where true\n" + others + order + " limit :limit)";
        };
    }

    /** An id that no order has stands behind the next lower one, as in lists by id. */
    private static String after(Lead lead, @Nullable Long after, Map<String, Object> parameters) {
        if (after == null) {
            return "";
        }
        parameters.put("after", after);
        return lead == Lead.ACCOUNT ? " and o.id < :after\n" : """
                 and (o.created_at, o.id) < ((select created_at
                                                from orders
                                               where id <= :after
                                               order by id desc
                                               limit 1), :after)
                """;
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
}
