package io.waybill.order;

import static io.waybill.query.Rows.column;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements by which orders change after their acceptance; each takes a whole batch. */
final class JdbcOrderChanges {
    private final JdbcClient jdbc;

    JdbcOrderChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the orders, sorted by id, until the transaction ends. */
    List<Order> lock(Collection<Long> ids) {
        return jdbc.sql("select " + OrderRows.COLUMNS + """
                  from orders o
                 where o.id = any (:ids)
                 order by o.id
                   for update
                """)
                .param("ids", ids.toArray(Long[]::new))
                .query(OrderRows::order)
                .list();
    }

    /** Writes the new values of locked orders, each with its next version. */
    List<Order> update(List<OrderChange> changes) {
        List<Order> updated = jdbc.sql("""
                update orders o
                   set status = c.status,
                       hold_reason = c.hold_reason,
                       failure_code = c.failure_code,
                       due_at = now() + c.due_in_ms * interval '1 millisecond',
                       retries = o.retries + c.retries,
                       delivery_sealed = coalesce(c.delivery_sealed, o.delivery_sealed),
                       refunded_micros = o.refunded_micros + c.refund_micros,
                       version = o.version + 1,
                       updated_at = now(),
                       final_at = case when c.final then now() end
                  from unnest(:ids, :versions, :statuses, :holdReasons, :failureCodes, :dueInMs, :retries,
                              :deliveries, :refunds, :finals)
                    as c (id, version, status, hold_reason, failure_code, due_in_ms, retries,
                          delivery_sealed, refund_micros, final)
                 where o.id = c.id
                   and o.version = c.version
                returning
                """ + OrderRows.COLUMNS)
                .param("ids", column(changes, change -> change.order().id(), Long[]::new))
                .param("versions", column(changes, change -> change.order().version(), Integer[]::new))
                .param("statuses", column(changes, change -> change.to().wire(), String[]::new))
                .param("holdReasons", column(changes, OrderChange::holdReasonWord, String[]::new))
                .param("failureCodes", column(changes, OrderChange::failureCodeWord, String[]::new))
                .param("dueInMs", column(changes, OrderChange::dueInMillis, Long[]::new))
                .param("retries", column(changes, OrderChange::retries, Integer[]::new))
                .param("deliveries", column(changes, OrderChange::deliveryBytes, byte[][]::new))
                .param("refunds", column(changes, change -> change.refund().micros(), Long[]::new))
                .param("finals", column(changes, change -> change.to().isFinal(), Boolean[]::new))
                .query(OrderRows::order)
                .list();
        if (updated.size() != changes.size()) {
            throw new IllegalStateException("moved " + updated.size() + " of " + changes.size() + " locked orders");
        }
        return updated;
    }

    /** One event for each change, with the version that the change made. */
    void appendEvents(List<OrderChange> changes) {
        int written = jdbc.sql("""
                insert into order_event (order_id, account_id, mode, version, status, hold_reason, note)
                select *
                  from unnest(:orderIds, :accountIds, :modes, :versions, :statuses, :holdReasons, :notes)
                """)
                .param("orderIds", column(changes, change -> change.order().id(), Long[]::new))
                .param("accountIds", column(changes, change -> change.order().accountId(), Long[]::new))
                .param("modes", column(changes, change -> change.order().mode().wire(), String[]::new))
                .param("versions", column(changes, change -> change.order().version() + 1, Integer[]::new))
                .param("statuses", column(changes, change -> change.to().wire(), String[]::new))
                .param("holdReasons", column(changes, OrderChange::holdReasonWord, String[]::new))
                .param("notes", column(changes, OrderChange::note, String[]::new))
                .update();
        if (written != changes.size()) {
            throw new IllegalStateException("wrote " + written + " events for " + changes.size() + " changes");
        }
    }
}
