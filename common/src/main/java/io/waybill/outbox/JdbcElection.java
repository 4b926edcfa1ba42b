package io.waybill.outbox;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Elects one of several instances for a duty, by a row of {@code lease} and the database's clock. Whoever is paused
 * past its lease may meanwhile have a successor: the duty must bear two at once. Thread-safe.
 */
final class JdbcElection {
    private final JdbcClient jdbc;
    private final String duty;
    private final String candidate;
    private final Duration lease;

    /** @param candidate names this instance, unlike any other */
    JdbcElection(JdbcClient jdbc, String duty, String candidate, Duration lease) {
        this.jdbc = jdbc;
        this.duty = duty;
        this.candidate = candidate;
        this.lease = lease;
    }

    /** Takes the duty if it is free, or keeps it for another lease; false if somebody else has it. */
    boolean stand() {
        return jdbc.sql("""
                insert into lease as l (name, holder, held_until)
                values (:duty, :candidate, clock_timestamp() + :leaseMillis * interval '1 millisecond')
                    on conflict (name) do update
                   set holder = excluded.holder,
                       held_until = excluded.held_until
                 where l.holder = excluded.holder
                    or l.held_until < clock_timestamp()
                """)
                        .param("duty", duty)
                        .param("candidate", candidate)
                        .param("leaseMillis", lease.toMillis())
                        .update()
                == 1;
    }

    /** Gives the duty up at once, if this instance has it. */
    void resign() {
        jdbc.sql("""
                delete from lease
                 where name = :duty
                   and holder = :candidate
                """).param("duty", duty).param("candidate", candidate).update();
    }
}
