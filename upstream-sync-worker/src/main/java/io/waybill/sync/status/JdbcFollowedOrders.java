package io.waybill.sync.status;

import static io.waybill.query.Rows.column;

import io.waybill.money.Usd;
import io.waybill.order.OrderStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements about orders that a provider works on; each takes a whole batch. */
final class JdbcFollowedOrders {
    private static final int STATES_KEPT = 20;

    private final JdbcClient jdbc;

    JdbcFollowedOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Begins to follow orders that the provider has accepted, the oldest first; they are due at once. */
    int followNew(long providerId, int limit) {
        return jdbc.sql("""
                insert into followed_order (order_id, provider_id, attempt_id, since)
                select o.id,
                       o.provider_id,
                       a.id,
                       coalesce(a.resolved_at, o.updated_at)
                  from orders o
                  join attempt a on a.order_id = o.id
                 where o.provider_id = :providerId
                   and o.status = 'in_progress'
                   and a.state = 'bought'
                   and a.provider_order_id is not null
                   and not exists (select from followed_order f where f.order_id = o.id)
                 order by o.id
                 limit :limit
                    on conflict do nothing
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .update();
    }

    /** The provider's orders that have been due longest, those that have ended otherwise included. */
    List<Followed> due(long providerId, int limit) {
        return jdbc.sql("""
                select f.order_id,
                       f.attempt_id,
                       a.provider_order_id,
                       o.status,
                       o.charged_micros,
                       case when jsonb_exists(o.checkout, 'smm_quantity') then o.quantity end as pieces,
                       extract(epoch from now() - f.since) * 1000 as age_ms,
                       extract(epoch from now() - f.unclear_since) * 1000 as unclear_ms,
                       exists (select
                                 from cancel_request c
                                where c.order_id = f.order_id
                                  and c.state in ('waiting', 'taken')) as cancel_requested
                  from followed_order f
                  join orders o on o.id = f.order_id
                  join attempt a on a.id = f.attempt_id
                 where f.provider_id = :providerId
                   and f.due_at <= now()
                 order by f.due_at
                 limit :limit
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .query(JdbcFollowedOrders::followed)
                .list();
    }

    /** Asks about them again after their pauses. */
    void askAgain(List<Answered> answered) {
        jdbc.sql("""
                update followed_order f
                   set due_at = clock_timestamp() + n.pause_ms * interval '1 millisecond',
                       asked = f.asked + 1,
                       asked_at = clock_timestamp(),
                       unclear_since = case when n.unclear then coalesce(f.unclear_since, now()) end
                  from unnest(:ids, :pauses, :unclear) as n (order_id, pause_ms, unclear)
                 where f.order_id = n.order_id
                """)
                .param("ids", column(answered, one -> one.order().orderId(), Long[]::new))
                .param("pauses", column(answered, one -> one.pause().toMillis(), Long[]::new))
                .param("unclear", column(answered, one -> one.judgement().unclear(), Boolean[]::new))
                .update();
    }

    /** Has an order looked at again soon. */
    void askSoon(long orderId, Duration in) {
        jdbc.sql("""
                update followed_order
                   set due_at = least(due_at, clock_timestamp() + :inMs * interval '1 millisecond')
                 where order_id = :orderId
                """).param("orderId", orderId).param("inMs", in.toMillis()).update();
    }

    /** Has orders asked about later, as if they had not been. */
    void putOff(Collection<Long> orderIds, Duration by) {
        jdbc.sql("""
                update followed_order
                   set due_at = clock_timestamp() + :byMs * interval '1 millisecond'
                 where order_id = any (:ids)
                """)
                .param("byMs", by.toMillis())
                .param("ids", orderIds.toArray(Long[]::new))
                .update();
    }

    void forget(Collection<Long> orderIds) {
        jdbc.sql("""
                delete from followed_order
                 where order_id = any (:ids)
                """).param("ids", orderIds.toArray(Long[]::new)).update();
    }

    /** Keeps on the attempts what was answered, as far as it differs from the answer before: the newest 20. */
    void keepAnswers(List<Answered> answered) {
        jdbc.sql("""
                update attempt a
                   set evidence = a.evidence || jsonb_build_object(
                         'states',
                         case
                           when jsonb_array_length(a.evidence -> 'states') >= :kept then (a.evidence -> 'states') - 0
                           else coalesce(a.evidence -> 'states', '[]')
                         end || jsonb_build_object('at', now(), 'state', n.state, 'answer', n.answer))
                  from unnest(:ids, :states, :answers) as n (id, state, answer)
                 where a.id = n.id
                   and (a.evidence #>> '{states,-1,state}', a.evidence #>> '{states,-1,answer}')
                       is distinct from (n.state, n.answer)
                """)
                .param("kept", STATES_KEPT)
                .param("ids", column(answered, one -> one.order().attemptId(), Long[]::new))
                .param("states", column(answered, Answered::word, String[]::new))
                .param("answers", column(answered, Answered::kept, String[]::new))
                .update();
    }

    /** Orders that the provider accepted longer ago than their item allows; for one that can't be asked. */
    List<Long> overdue(long providerId, Duration completeWithin, int limit) {
        return jdbc.sql("""
                select o.id
                  from orders o
                  join item i on i.id = o.item_id
                  left join attempt a on a.order_id = o.id and a.state = 'bought'
                 where o.provider_id = :providerId
                   and o.status = 'in_progress'
                   and coalesce(a.resolved_at, o.updated_at)
                       < now() - coalesce(i.complete_within, :withinMs * interval '1 millisecond')
                 order by o.id
                 limit :limit
                """)
                .param("providerId", providerId)
                .param("withinMs", completeWithin.toMillis())
                .param("limit", limit)
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    private static Followed followed(ResultSet row, int index) throws SQLException {
        long unclear = row.getLong("unclear_ms");
        Duration unclearFor = row.wasNull() ? null : Duration.ofMillis(unclear);
        return new Followed(
                row.getLong("order_id"),
                row.getLong("attempt_id"),
                row.getString("provider_order_id"),
                OrderStatus.ofWire(row.getString("status")),
                Usd.ofMicros(row.getLong("charged_micros")),
                row.getObject("pieces", Integer.class),
                Duration.ofMillis(row.getLong("age_ms")),
                unclearFor,
                row.getBoolean("cancel_requested"));
    }
}
