package io.waybill.sync.status;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements about requests to cancel, once they are recorded. */
final class JdbcCancelRequests {
    private final JdbcClient jdbc;

    JdbcCancelRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Closes the requests whose orders have ended, one way or the other. */
    int closeEnded(long providerId) {
        return jdbc.sql("""
                update cancel_request c
                   set state = case when o.status = 'canceled' then 'confirmed' else 'void' end
                  from orders o
                 where c.provider_id = :providerId
                   and c.state in ('waiting', 'taken')
                   and o.id = c.order_id
                   and o.final_at is not null
                """).param("providerId", providerId).update();
    }

    /** The requests that wait to be sent, and are due; the oldest first. */
    List<CancelWish> due(long providerId, int limit) {
        return jdbc.sql("""
                select c.order_id,
                       c.sends,
                       a.provider_order_id
                  from cancel_request c
                  join orders o on o.id = c.order_id
                  join attempt a on a.order_id = c.order_id and a.state = 'bought'
                 where c.provider_id = :providerId
                   and c.state = 'waiting'
                   and c.due_at <= now()
                   and o.final_at is null
                   and a.provider_order_id is not null
                 order by c.due_at
                 limit :limit
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .query((row, _) -> new CancelWish(
                        row.getLong("order_id"), row.getString("provider_order_id"), row.getInt("sends")))
                .list();
    }

    /** Keeps what the provider answered to a request that was waiting. */
    void answered(long orderId, String state, String answer, Duration againIn) {
        int written = jdbc.sql("""
                update cancel_request
                   set state = :state,
                       sends = sends + 1,
                       answer = :answer,
                       answered_at = now(),
                       due_at = clock_timestamp() + :againInMs * interval '1 millisecond'
                 where order_id = :orderId
                   and state = 'waiting'
                """)
                .param("state", state)
                .param("answer", answer)
                .param("againInMs", againIn.toMillis())
                .param("orderId", orderId)
                .update();
        if (written != 1) {
            throw new IllegalStateException("answered " + written + " waiting requests to cancel order " + orderId);
        }
    }
}
