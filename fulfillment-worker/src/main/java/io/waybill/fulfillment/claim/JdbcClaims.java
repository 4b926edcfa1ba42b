package io.waybill.fulfillment.claim;

import static io.waybill.query.Rows.column;

import io.waybill.attempt.AttemptState;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import io.waybill.order.PriceGuard;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements of a claim; all in one transaction. */
final class JdbcClaims {
    private final JdbcClient jdbc;

    JdbcClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the session from being ended until the claim is committed; false if that has happened already. */
    boolean lockSessionUnlessEnded(long sessionId) {
        return jdbc.sql("""
                select true
                  from worker_session
                 where id = :id
                   and ended_at is null
                   for key share
                """)
                .param("id", sessionId)
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    /** Of the orders that records named, those that are waiting and due; passes over what others have locked. */
    List<Long> lockDue(List<WaitingOrder> named) {
        return jdbc.sql("""
                select o.id
                  from orders o
                  join unnest(:ids, :providerIds) as n (id, provider_id)
                    on n.id = o.id
                   and n.provider_id = o.provider_id
                 where o.due_at <= now()
                 order by o.id
                   for update of o skip locked
                """)
                .param("ids", column(named, WaitingOrder::orderId, Long[]::new))
                .param("providerIds", column(named, WaitingOrder::providerId, Long[]::new))
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /**
     * The provider's orders that have been due longest; passes over what others have locked, and over those set aside.
     */
    List<Long> lockDueOf(long providerId, int limit, List<Long> setAside) {
        return jdbc.sql("""
                select id
                  from orders
                 where provider_id = :providerId
                   and due_at <= now()
                   and id <> all (:setAside)
                 order by due_at
                 limit :limit
                   for update skip locked
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .param("setAside", setAside.toArray(Long[]::new))
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /**
     * The same for a probe, which may take an order before its time too, if it is held for the provider: else a
     * provider with few orders would stay away for as long as the last of them is held.
     */
    List<Long> lockDueOrHeldOf(long providerId, int limit, List<Long> setAside) {
        return jdbc.sql("""
                select id
                  from orders
                 where provider_id = :providerId
                   and due_at is not null
                   and (due_at <= now() or hold_reason in ('provider_down', 'provider_funds'))
                   and id <> all (:setAside)
                 order by due_at
                 limit :limit
                   for update skip locked
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .param("setAside", setAside.toArray(Long[]::new))
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /** The provider's orders that have waited for it for so long, and are not held yet; passes over those set aside. */
    List<Long> lockPendingOf(long providerId, Duration overdueBy, int limit, List<Long> setAside) {
        return jdbc.sql("""
                select id
                  from orders
                 where provider_id = :providerId
                   and due_at <= now() - :overdueByMs * interval '1 millisecond'
                   and status = 'pending'
                   and id <> all (:setAside)
                 order by due_at
                 limit :limit
                   for update skip locked
                """)
                .param("providerId", providerId)
                .param("overdueByMs", overdueBy.toMillis())
                .param("limit", limit)
                .param("setAside", setAside.toArray(Long[]::new))
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /** One of them alone, if it still waits; false too if others have locked it. */
    boolean lockIfPending(long orderId) {
        return jdbc.sql("""
                select true
                  from orders
                 where id = :id
                   and due_at <= now()
                   and status = 'pending'
                   for update skip locked
                """)
                .param("id", orderId)
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    /** The provider is back: what is held for it is due now. Returns how many there were, at most {@code limit}. */
    int makeHeldDue(long providerId, int limit) {
        return jdbc.sql("""
                with held as (
                  select id
                    from orders
                   where provider_id = :providerId
                     and due_at > now()
                     and hold_reason in ('provider_down', 'provider_funds')
                   order by due_at
                   limit :limit
                     for update skip locked)
                update orders o
                   set due_at = now()
                  from held
                 where o.id = held.id
                """)
                .param("providerId", providerId)
                .param("limit", limit)
                .update();
    }

    /** Read after the orders were locked, so that it is as new as they are. */
    List<LastAttempt> lastAttempts(List<Long> orderIds) {
        return jdbc.sql("""
                select distinct on (a.order_id)
                       a.order_id,
                       a.id,
                       a.number,
                       a.state,
                       a.reference,
                       a.sends,
                       'idempotency' = any (p.capabilities) as idempotent
                  from attempt a
                  join provider p on p.id = a.provider_id
                 where a.order_id = any (:orderIds)
                 order by a.order_id, a.number desc
                """)
                .param("orderIds", orderIds.toArray(Long[]::new))
                .query((row, _) -> new LastAttempt(
                        row.getLong("order_id"),
                        row.getLong("id"),
                        row.getInt("number"),
                        AttemptState.ofWire(row.getString("state")),
                        row.getString("reference"),
                        row.getInt("sends"),
                        row.getBoolean("idempotent")))
                .list();
    }

    /** Of the locked orders, those that the guard on prices holds. */
    Set<Long> overpriced(List<Long> orderIds) {
        return jdbc.sql("""
                select o.id
                  from orders o
                  join item i on i.id = o.item_id
                 where o.id = any (:orderIds)
                   and
                """ + PriceGuard.IS_OVERPRICED)
                .param("orderIds", orderIds.toArray(Long[]::new))
                .query((row, _) -> row.getLong("id"))
                .set();
    }

    /**
     * New purchases. Returns the attempts' ids with their orders'. Where the provider does not recognise references,
     * the balance that it answered last goes along, with its time: should nobody know the outcome, a person compares.
     */
    List<Written> insertAttempts(long sessionId, List<Plan.Buy> purchases) {
        List<Written> written = jdbc.sql("""
                insert into attempt (order_id, number, provider_id, session_id, reference, evidence)
                select n.order_id,
                       n.number,
                       o.provider_id,
                       :sessionId,
                       n.reference,
                       case
                         when 'idempotency' = any (p.capabilities) or p.balance is null then '{}'
                         else jsonb_build_object('balance_before', jsonb_build_object(
                                'balance', p.balance::text, 'currency', p.balance_currency, 'at', p.balance_at))
                       end
                  from unnest(:orderIds, :numbers, :references) as n (order_id, number, reference)
                  join orders o on o.id = n.order_id
                  join provider p on p.id = o.provider_id
                returning id, order_id
                """)
                .param("sessionId", sessionId)
                .param("orderIds", column(purchases, Plan.Buy::orderId, Long[]::new))
                .param("numbers", column(purchases, Plan.Buy::number, Integer[]::new))
                .param("references", column(purchases, Plan.Buy::reference, String[]::new))
                .query((row, _) -> new Written(row.getLong("id"), row.getLong("order_id")))
                .list();
        if (written.size() != purchases.size()) {
            throw new IllegalStateException(
                    "wrote " + written.size() + " attempts for " + purchases.size() + " purchases");
        }
        return written;
    }

    /** The same purchases once more: unknown attempts are being sent again, in this session. */
    void sendAgainIfUnknown(long sessionId, List<Plan.BuyAgain> purchases) {
        int written = jdbc.sql("""
                update attempt
                   set state = 'sending',
                       sends = sends + 1,
                       session_id = :sessionId
                 where id = any (:ids)
                   and state = 'unknown'
                """)
                .param("sessionId", sessionId)
                .param("ids", column(purchases, again -> again.attempt().attemptId(), Long[]::new))
                .update();
        if (written != purchases.size()) {
            throw new IllegalStateException("sends " + written + " of " + purchases.size() + " unknown attempts again");
        }
    }

    record Written(long attemptId, long orderId) {}
}
