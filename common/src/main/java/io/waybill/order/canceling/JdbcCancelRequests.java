package io.waybill.order.canceling;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcCancelRequests implements CancelRequests {
    private final JdbcClient jdbc;

    JdbcCancelRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Reception request(long orderId) {
        if (insertIfInProgress(orderId)) {
            return Reception.OPEN;
        }
        Optional<String> state = state(orderId);
        if (state.isEmpty()) {
            return isInProgress(orderId) ? Reception.NOT_OFFERED : Reception.NOT_IN_PROGRESS;
        }
        return switch (state.get()) {
            case "waiting", "taken" -> Reception.OPEN;
            case "refused" -> Reception.REFUSED;
            default -> Reception.NOT_IN_PROGRESS;
        };
    }

    /** Keeps the order, and with it its attempts, as it is until the transaction ends; false if it has moved on. */
    boolean lockIfUnchanged(long orderId, int version) {
        return jdbc.sql("""
                select id
                  from orders
                 where id = :id
                   and version = :version
                   for update
                """)
                .param("id", orderId)
                .param("version", version)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** False if there is a request already, the order is not in progress, or its provider takes no requests. */
    private boolean insertIfInProgress(long orderId) {
        return jdbc.sql("""
                insert into cancel_request (order_id, provider_id)
                select o.id,
                       o.provider_id
                  from orders o
                  join provider p on p.id = o.provider_id
                 where o.id = :orderId
                   and o.status = 'in_progress'
                   and 'cancel' = any (p.capabilities)
                    on conflict do nothing
                """).param("orderId", orderId).update() == 1;
    }

    private Optional<String> state(long orderId) {
        return jdbc.sql("""
                select state
                  from cancel_request
                 where order_id = :orderId
                """).param("orderId", orderId).query(String.class).optional();
    }

    private boolean isInProgress(long orderId) {
        return jdbc.sql("""
                select exists (select
                                 from orders
                                where id = :orderId
                                  and status = 'in_progress')
                """).param("orderId", orderId).query(Boolean.class).single();
    }

    @Override
    public Set<Long> openAmong(Collection<Long> orderIds) {
        return jdbc.sql("""
                select order_id
                  from cancel_request
                 where order_id = any (:ids)
                   and state in ('waiting', 'taken')
                """)
                .param("ids", orderIds.toArray(Long[]::new))
                .query((row, _) -> row.getLong("order_id"))
                .set();
    }
}
