package io.waybill.benchmark;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the engine did, by the database's clock. */
final class JdbcEngineFigures {
    private final JdbcClient jdbc;

    JdbcEngineFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Nothing is bought from a provider that is not active; its orders wait. */
    void activate(long providerId, boolean active) {
        int written = jdbc.sql("update provider set active = :active where id = :id")
                .param("active", active)
                .param("id", providerId)
                .update();
        if (written != 1) {
            throw new IllegalStateException("no provider " + providerId);
        }
    }

    /** No provider that is there takes part. */
    void retireProviders() {
        jdbc.sql("update provider set active = false").update();
    }

    void limitRate(long providerId, int perSecond) {
        int written = jdbc.sql("update provider set rate_limit = :perSecond where id = :id")
                .param("perSecond", perSecond)
                .param("id", providerId)
                .update();
        if (written != 1) {
            throw new IllegalStateException("no provider " + providerId);
        }
    }

    /** How orders from an id on ended, and how often it was tried to buy them. */
    Tries tries(long firstId) {
        return jdbc.sql("""
                with tried as (
                  select o.id,
                         o.status,
                         o.refunded_micros,
                         count(a.id) as attempts
                    from orders o
                    left join attempt a on a.order_id = o.id
                   where o.id >= :firstId
                   group by o.id)
                select count(*) as orders,
                       count(*) filter (where status = 'completed') as completed,
                       count(*) filter (where refunded_micros > 0) as refunded,
                       avg(attempts) as attempts,
                       max(attempts) as most_attempts
                  from tried
                """)
                .param("firstId", firstId)
                .query((row, _) -> new Tries(
                        row.getInt("orders"),
                        row.getInt("completed"),
                        row.getInt("refunded"),
                        row.getDouble("attempts"),
                        row.getInt("most_attempts")))
                .single();
    }

    /** Of the orders from an id on, those that wait, or are being bought. */
    int unfinished(long firstId) {
        return jdbc.sql("select count(*) from orders where id >= :firstId and final_at is null")
                .param("firstId", firstId)
                .query(Integer.class)
                .single();
    }

    /** Of the orders from an id on, those that nobody has tried to buy. */
    int untouched(long firstId) {
        return jdbc.sql("select count(*) from orders where id >= :firstId and status = 'pending'")
                .param("firstId", firstId)
                .query(Integer.class)
                .single();
    }

    /** Milliseconds from the first attempt to the last final order, of the orders from an id on. */
    long spanMillis(long firstId) {
        return jdbc.sql("""
                select (extract(epoch from max(o.final_at) - min(a.created_at)) * 1000)::bigint
                  from orders o
                  join attempt a on a.order_id = o.id
                 where o.id >= :firstId
                """).param("firstId", firstId).query(Long.class).single();
    }

    /** Attempts that are being sent in sessions of a worker. */
    int sendingBy(String worker) {
        return jdbc.sql("""
                select count(*)
                  from attempt a
                  join worker_session s on s.id = a.session_id
                 where s.worker = :worker
                   and a.state = 'sending'
                """).param("worker", worker).query(Integer.class).single();
    }

    /** Whether it is there, and no worker that has died before has a part of what providers allow any more. */
    boolean isAtWork(String worker) {
        return jdbc.sql("""
                select exists (select
                                 from worker_session
                                where worker = :worker
                                  and ended_at is null)
                   and not exists (select
                                     from worker_session
                                    where ended_at is null
                                      and renewed_at < now() - interval '4 seconds')
                """).param("worker", worker).query(Boolean.class).single();
    }

    /** Orders of an item that became final within so many seconds after the first of them was accepted. */
    int completedWithin(long itemId, long firstId, int seconds) {
        return jdbc.sql("""
                select count(*)
                  from orders
                 where item_id = :itemId
                   and id >= :firstId
                   and status = 'completed'
                   and final_at < (select min(created_at) from orders where id >= :firstId) + :seconds * interval '1 second'
                """)
                .param("itemId", itemId)
                .param("firstId", firstId)
                .param("seconds", seconds)
                .query(Integer.class)
                .single();
    }

    /** Microseconds since 1970. */
    long nowMicros() {
        return jdbc.sql("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
                .query(Long.class)
                .single();
    }

    /** When orders were accepted and ended, in microseconds since 1970; those from an id on. */
    List<Life> lives(long firstId) {
        return jdbc.sql("""
                select id,
                       (extract(epoch from created_at) * 1000000)::bigint as accepted,
                       (extract(epoch from final_at) * 1000000)::bigint as ended
                  from orders
                 where id >= :firstId
                   and status = 'completed'
                 order by id
                """)
                .param("firstId", firstId)
                .query((row, _) -> new Life(row.getLong("id"), row.getLong("accepted"), row.getLong("ended")))
                .list();
    }

    /** @param attempts for an order, on average */
    record Tries(int orders, int completed, int refunded, double attempts, int mostAttempts) {}

    record Life(long orderId, long accepted, long ended) {}
}
