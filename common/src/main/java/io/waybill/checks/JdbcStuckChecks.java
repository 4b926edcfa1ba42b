package io.waybill.checks;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold of everything that is not finished: each run looks at all of it, for what is stuck changes nothing and
 * so is never among what has changed.
 */
final class JdbcStuckChecks implements Section {
    private final JdbcClient jdbc;
    private final JdbcViolations violations;
    private final Duration outboxAge;
    private final List<Check<Stuck>> checks;

    JdbcStuckChecks(JdbcClient jdbc, JdbcViolations violations, Duration outboxAge) {
        this.jdbc = jdbc;
        this.violations = violations;
        this.outboxAge = outboxAge;
        this.checks = list();
    }

    @Override
    public Map<String, String> says() {
        return Check.says(checks);
    }

    @Override
    public State prove(State state, Moment moment, Tally tally) {
        Stuck scope = new Stuck(countUnfinished(), moment.at());
        checks.forEach(check -> tally.run(check, scope));
        return state;
    }

    private long countUnfinished() {
        return jdbc.sql("""
                select count(*)
                  from orders
                 where status in ('pending', 'processing', 'in_progress', 'on_hold')
                """).query(Long.class).single();
    }

    private long countWaiting() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    private List<Check<Stuck>> list() {
        return List.of(
                new Check<>(
                        "waiting_is_due",
                        "A pending order has a time at which a worker may claim it, and no order waits longer than a day for it.",
                        this::waitingIsDue),
                new Check<>(
                        "unfinished_has_attempt",
                        "A processing order is being sent, one in progress was bought, one held as unknown has an unknown attempt.",
                        this::unfinishedHasItsAttempt),
                new Check<>(
                        "attempt_order",
                        "An attempt that is being sent belongs to a processing order, an unknown one to an order held as such.",
                        this::unresolvedAttemptHasItsOrder),
                new Check<>(
                        "sending_session",
                        "No attempt is being sent by a worker that has been dead for 30 seconds.",
                        this::sendingIsAlive),
                new Check<>(
                        "outbox_age",
                        "No message waits longer for Kafka than it may (waybill.checks.outbox-age).",
                        this::outboxMoves));
    }

    Found waitingIsDue(Stuck scope) {
        return violations.find(scope.unfinished(), JdbcViolations.OF_ORDER, """
                select o.id as order_id,
                       o.status,
                       o.hold_reason,
                       o.due_at
                  from orders o
                 where o.status in ('pending', 'on_hold')
                   and (o.status = 'pending' and o.due_at is null
                        or o.due_at > :at::timestamptz + interval '1 day')
                """, at(scope));
    }

    /** An order is claimed and its attempt written in one transaction, and so they end: there is no time between. */
    Found unfinishedHasItsAttempt(Stuck scope) {
        return violations.find(scope.unfinished(), JdbcViolations.OF_ORDER, """
                select o.id as order_id,
                       o.status,
                       o.hold_reason,
                       o.updated_at
                  from orders o
                 where o.status in ('processing', 'in_progress', 'on_hold')
                   and (o.status = 'processing'
                        or o.status = 'in_progress' and o.source = 'provider'
                        or o.hold_reason = 'outcome_unknown')
                   and not exists (select
                                     from attempt a
                                    where a.order_id = o.id
                                      and a.state = case o.status
                                                      when 'processing' then 'sending'
                                                      when 'in_progress' then 'bought'
                                                      else 'unknown'
                                                    end)
                """, Map.of());
    }

    /** Final orders are the business of {@code refund_when_known}. */
    Found unresolvedAttemptHasItsOrder(Stuck scope) {
        return violations.find(scope.unfinished(), JdbcViolations.OF_ORDER, """
                select o.id as order_id,
                       o.status,
                       o.hold_reason,
                       a.id as attempt_id,
                       a.state
                  from attempt a
                  join orders o on o.id = a.order_id
                 where a.state in ('sending', 'unknown')
                   and o.final_at is null
                   and case a.state
                         when 'sending' then o.status <> 'processing'
                         else o.hold_reason is distinct from 'outcome_unknown'
                       end
                """, Map.of());
    }

    /** A session is dead when it was ended, or not renewed for 10 s. */
    Found sendingIsAlive(Stuck scope) {
        return violations.find(scope.unfinished(), JdbcViolations.OF_ORDER, """
                select a.order_id,
                       a.id as attempt_id,
                       s.id as session_id,
                       s.renewed_at,
                       s.ended_at
                  from attempt a
                  join worker_session s on s.id = a.session_id
                 where a.state = 'sending'
                   and least(s.ended_at, s.renewed_at + interval '10 seconds')
                       < :at::timestamptz - interval '30 seconds'
                """, at(scope));
    }

    Found outboxMoves(Stuck scope) {
        return violations.find(
                countWaiting(), Set.of("outbox_id"), """
                        select id as outbox_id,
                               topic,
                               created_at
                          from outbox
                         where created_at < :at::timestamptz - :ageMillis * interval '1 millisecond'
                        """, Map.of("at", scope.at(), "ageMillis", outboxAge.toMillis()));
    }

    private static Map<String, OffsetDateTime> at(Stuck scope) {
        return Map.of("at", scope.at());
    }

    /** All that is not finished, at a time. */
    private record Stuck(long unfinished, OffsetDateTime at) {}
}
