package io.waybill.fulfillment.settle;

import static io.waybill.query.Rows.column;

import io.waybill.attempt.AttemptState;
import io.waybill.fulfillment.ruling.Ruling;
import io.waybill.fulfillment.ruling.Standing;
import io.waybill.order.OrderStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements by which attempts resolve; each takes a whole batch, in a transaction that has locked the orders. */
final class JdbcAttempts {
    private final JdbcClient jdbc;
    private final Answers answers;

    JdbcAttempts(JdbcClient jdbc, Answers answers) {
        this.jdbc = jdbc;
        this.answers = answers;
    }

    /** An order's attempts change only under the order's lock. */
    void lockOrders(List<Finished> batch) {
        jdbc.sql("""
                select id
                  from orders
                 where id = any (:ids)
                 order by id
                   for update
                """)
                .param("ids", column(batch, Finished::orderId, Long[]::new))
                .query(Long.class)
                .list();
    }

    /** The attempts with their orders, in no order; one whose claim was rolled back is not there. */
    List<Standing> standings(List<Finished> batch) {
        return jdbc.sql("""
                select a.order_id,
                       o.account_id,
                       a.provider_id,
                       o.status,
                       o.retries,
                       a.id,
                       a.number,
                       a.state,
                       a.sends,
                       a.provider_order_id,
                       'idempotency' = any (p.capabilities) as idempotent
                  from attempt a
                  join orders o on o.id = a.order_id
                  join provider p on p.id = a.provider_id
                 where a.id = any (:ids)
                """)
                .param("ids", column(batch, Finished::attemptId, Long[]::new))
                .query(JdbcAttempts::standing)
                .list();
    }

    /**
     * Resolves attempts that are not resolved yet, or leaves them unknown, and adds to their evidence. The balance
     * before the sending is kept only where the outcome was unknown.
     */
    void resolve(List<Settled> settled) {
        int written = jdbc.sql("""
                update attempt a
                   set state = r.state,
                       reason = r.reason,
                       provider_order_id = r.provider_order_id,
                       evidence = case
                         when a.state = 'sending' and r.state <> 'unknown' then a.evidence - 'balance_before'
                         else a.evidence
                       end || jsonb_build_object(
                         'answers',
                         case
                           when jsonb_array_length(a.evidence -> 'answers') >= 50
                           then (a.evidence -> 'answers') - 1
                           else coalesce(a.evidence -> 'answers', '[]')
                         end || (r.answer::jsonb || jsonb_build_object('at', now()))),
                       resolved_at = case when r.state <> 'unknown' then now() end
                  from unnest(:ids, :states, :reasons, :providerOrderIds, :answers)
                    as r (id, state, reason, provider_order_id, answer)
                 where a.id = r.id
                   and a.state in ('sending', 'unknown')
                """)
                .param("ids", column(settled, one -> one.finished().attemptId(), Long[]::new))
                .param("states", column(settled, one -> state(one.ruling()).wire(), String[]::new))
                .param(
                        "reasons",
                        column(settled, one -> Answers.reason(one.finished().outcome()), String[]::new))
                .param(
                        "providerOrderIds",
                        column(
                                settled,
                                one -> Answers.providerOrderId(one.finished().outcome()),
                                String[]::new))
                .param("answers", column(settled, one -> answers.evidence(one.finished()), String[]::new))
                .update();
        if (written != settled.size()) {
            throw new IllegalStateException("resolved " + written + " of " + settled.size() + " unresolved attempts");
        }
    }

    /** Keeps answers that came too late, on their own attempts. */
    void keepLateAnswers(List<Settled> settled) {
        int written = jdbc.sql("""
                update attempt a
                   set late_answer = coalesce(a.late_answer, '[]') || (l.answer::jsonb || jsonb_build_object('at', now()))
                  from unnest(:ids, :answers) as l (id, answer)
                 where a.id = l.id
                """)
                .param("ids", column(settled, one -> one.finished().attemptId(), Long[]::new))
                .param("answers", column(settled, one -> answers.lateEvidence(one.finished()), String[]::new))
                .update();
        if (written != settled.size()) {
            throw new IllegalStateException("kept " + written + " of " + settled.size() + " late answers");
        }
    }

    /** How many purchases nobody knows the outcome of. */
    long countUnknown() {
        return jdbc.sql("""
                select count(*)
                  from attempt
                 where state = 'unknown'
                """).query(Long.class).single();
    }

    private static AttemptState state(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Resolved resolved -> resolved.bought() ? AttemptState.BOUGHT : AttemptState.NOT_BOUGHT;
            case Ruling.StillUnknown _ -> AttemptState.UNKNOWN;
            case Ruling.TooLate _ -> throw new IllegalArgumentException("too late to resolve anything");
        };
    }

    private static Standing standing(ResultSet row, int index) throws SQLException {
        return new Standing(
                row.getLong("order_id"),
                row.getLong("account_id"),
                row.getLong("provider_id"),
                OrderStatus.ofWire(row.getString("status")),
                row.getInt("retries"),
                row.getLong("id"),
                row.getInt("number"),
                AttemptState.ofWire(row.getString("state")),
                row.getInt("sends"),
                row.getString("provider_order_id"),
                row.getBoolean("idempotent"));
    }
}
