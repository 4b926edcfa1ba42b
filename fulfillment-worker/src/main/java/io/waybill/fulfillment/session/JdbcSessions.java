package io.waybill.fulfillment.session;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements about worker sessions. */
final class JdbcSessions {
    private final JdbcClient jdbc;

    JdbcSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One after the other, so that whoever sees a session sees all that have smaller ids. */
    long open(String worker) {
        return jdbc.sql("""
                insert into worker_session (worker)
                select :worker
                  from (select pg_advisory_xact_lock(hashtext('worker_session'))) as one_at_a_time
                returning id
                """).param("worker", worker).query(Long.class).single();
    }

    /**
     * The sessions that were not ended, or only so lately, by id; those of workers that have died are among them until
     * then.
     */
    List<Member> members(Duration endedWithin) {
        return jdbc.sql("""
                select id,
                       agreed_to,
                       ended_at is null as open
                  from worker_session
                 where ended_at is null
                    or ended_at > now() - :endedWithinMs * interval '1 millisecond'
                 order by id
                """)
                .param("endedWithinMs", endedWithin.toMillis())
                .query((row, _) -> new Member(row.getLong("id"), row.getLong("agreed_to"), row.getBoolean("open")))
                .list();
    }

    /** This worker has made room for all sessions up to that one. */
    void agreeUnlessEnded(long id, long newest) {
        jdbc.sql("""
                update worker_session
                   set agreed_to = :newest
                 where id = :id
                   and ended_at is null
                """).param("id", id).param("newest", newest).update();
    }

    /** False if others have ended it: then it is gone for good. */
    boolean renewUnlessEnded(long id) {
        return jdbc.sql("""
                update worker_session
                   set renewed_at = now()
                 where id = :id
                   and ended_at is null
                """).param("id", id).update() == 1;
    }

    /** Ends a session that nothing depends on any more; false if something is still being sent in it. */
    boolean endIfNothingIsSending(long id) {
        return jdbc.sql("""
                update worker_session s
                   set ended_at = now()
                 where s.id = :id
                   and s.ended_at is null
                   and not exists (select
                                     from attempt a
                                    where a.session_id = s.id
                                      and a.state = 'sending')
                """).param("id", id).update() == 1;
    }

    /**
     * Ends the sessions that were not renewed for so long. A claim holds a key-share lock on its session, so that none
     * is ended in the middle of one: it is met at the next look.
     */
    List<Dead> endDead(Duration deadAfter) {
        return jdbc.sql("""
                with dead as (
                  select id
                    from worker_session
                   where ended_at is null
                     and renewed_at < now() - :deadAfterMs * interval '1 millisecond'
                   order by id
                     for update skip locked)
                update worker_session s
                   set ended_at = now()
                  from dead
                 where s.id = dead.id
                   and s.ended_at is null
                returning s.id, s.worker
                """)
                .param("deadAfterMs", deadAfter.toMillis())
                .query((row, _) -> new Dead(row.getLong("id"), row.getString("worker")))
                .list();
    }

    /** Attempts that are being sent by nobody: their session has ended. */
    List<Abandoned> abandoned(int limit) {
        return jdbc.sql("""
                select a.id,
                       a.order_id,
                       a.sends,
                       a.session_id
                  from attempt a
                  join worker_session s on s.id = a.session_id
                 where a.state = 'sending'
                   and s.ended_at is not null
                 order by a.order_id
                 limit :limit
                """)
                .param("limit", limit)
                .query((row, _) -> new Abandoned(
                        row.getLong("id"), row.getLong("order_id"), row.getInt("sends"), row.getLong("session_id")))
                .list();
    }

    /**
     * A worker that counts.
     *
     * @param agreedTo the newest session that this one has made room for
     * @param open false: it was ended a moment ago, and agrees to nothing more
     */
    record Member(long id, long agreedTo, boolean open) {}

    record Dead(long id, String worker) {}

    record Abandoned(long attemptId, long orderId, int send, long sessionId) {}
}
