package io.waybill.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.Step;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings orders into trouble, as workers and providers would. */
@TestComponent
public final class Troubles {
    private final MoveOrders moveOrders;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    Troubles(MoveOrders moveOrders, TransactionTemplate transactions, JdbcClient jdbc) {
        this.moveOrders = moveOrders;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    public void move(long order, Step... steps) {
        for (Step step : steps) {
            transactions.executeWithoutResult(_ -> assertThat(
                            moveOrders.apply(List.of(new Move(order, step))).get(order))
                    .isInstanceOf(MoveOrders.Result.Moved.class));
        }
    }

    /** Not bought for now: resumes by itself in an hour. */
    public long holdForFunds(long order) {
        move(order, new Step.Claim());
        attempt(order, "not_bought");
        move(order, new Step.Hold(HoldReason.PROVIDER_FUNDS, Duration.ofHours(1), "Waiting for the provider."));
        return order;
    }

    /** The provider takes more than it was sold for, so that it was not bought. */
    public long holdForPrice(long order) {
        jdbc.sql("""
                update item
                   set cost_micros = price_micros + 1
                 where id = (select item_id from orders where id = :order)
                """).param("order", order).update();
        move(order, new Step.Hold(HoldReason.PRICE_CHANGED, null, "It costs more now."));
        return order;
    }

    /** Nobody knows whether it was bought. */
    public long holdUnknown(long order) {
        move(order, new Step.Claim());
        attempt(order, "unknown");
        move(order, new Step.Hold(HoldReason.OUTCOME_UNKNOWN, null, "Finding out."));
        return order;
    }

    /** A worker buys it just now. */
    public long send(long order) {
        move(order, new Step.Claim());
        attempt(order, "sending");
        return order;
    }

    public long fail(long order, FailureCode code) {
        move(order, new Step.Claim());
        attempt(order, "not_bought");
        move(order, new Step.Fail(code, "The provider refused."));
        return order;
    }

    /** Bought although it had failed. */
    public void lateSuccess(long order) {
        jdbc.sql("""
                insert into late_success (attempt_id, order_id, cost_micros, note)
                select max(id), order_id, 700000, 'late'
                  from attempt
                 where order_id = :order
                 group by order_id
                """).param("order", order).update();
    }

    public long attempt(long order, String state) {
        return jdbc.sql("""
                with session as (
                  insert into worker_session (worker)
                  values ('worker of a test')
                  returning id
                )
                insert into attempt (order_id, number, provider_id, session_id, reference, state, evidence, resolved_at)
                select o.id,
                       1 + (select count(*) from attempt where order_id = o.id),
                       o.provider_id,
                       session.id,
                       'reference-' || o.id,
                       :state,
                       '{"answers":[{"send":1,"outcome":"unknown","evidence":"status 500","request":"POST /orders",
                         "http_status":500,"answer":"Oops (masked)","at":"2026-01-01T00:00:00Z"}]}',
                       case when :state in ('bought', 'not_bought') then now() end
                  from orders o
                 cross join session
                 where o.id = :order
                returning id
                """)
                .param("order", order)
                .param("state", state)
                .query(Long.class)
                .single();
    }

    /** The order as {@code status/hold reason/failure code}, and its attempts. */
    public String standing(long order) {
        return jdbc.sql("""
                select concat_ws('/', o.status, o.hold_reason, o.failure_code)
                         || coalesce(' ' || (select string_agg(state, ',' order by number)
                                               from attempt
                                              where order_id = o.id), '')
                  from orders o
                 where o.id = :order
                """).param("order", order).query(String.class).single();
    }

    public long providerOf(long order) {
        return jdbc.sql("select provider_id from orders where id = :order")
                .param("order", order)
                .query(Long.class)
                .single();
    }

    public List<String> auditOf(long order) {
        return jdbc.sql("""
                select action || ' ' || coalesce(reason, '')
                  from audit_entry
                 where subject = 'order:' || :order
                 order by seq
                """).param("order", order).query(String.class).list();
    }
}
