package io.waybill.api.admin.backlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements on what waits. Each reads only a small index, or the newest rows, however many orders there are. */
final class JdbcBacklog {
    private final JdbcClient jdbc;

    JdbcBacklog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * For the transaction that is under way: to compile its queries takes longer than to run them, and none takes long.
     */
    void runPlainly() {
        jdbc.sql("""
                select set_config('jit', 'off', true),
                       set_config('statement_timeout', '10s', true)
                """).query().singleRow();
    }

    /** Providers that are active, or that orders wait for. */
    List<Row> providers() {
        return jdbc.sql("""
                with waiting as (
                  select provider_id,
                         count(*) as waiting,
                         count(*) filter (where due_at <= now()) as due,
                         min(due_at) as oldest_due_at
                    from orders
                   where due_at is not null
                   group by provider_id
                ), sending as (
                  select provider_id,
                         count(*) as in_flight
                    from attempt
                   where state = 'sending'
                   group by provider_id
                )
                select p.id,
                       p.name,
                       p.active,
                       p.concurrency,
                       p.rate_limit,
                       p.connect_timeout_ms + p.answer_timeout_ms as longest_ms,
                       coalesce(w.waiting, 0) as waiting,
                       coalesce(w.due, 0) as due,
                       greatest(0, coalesce(extract(epoch from now() - w.oldest_due_at), 0))::bigint as oldest_seconds,
                       coalesce(s.in_flight, 0) as in_flight
                  from provider p
                  left join waiting w on w.provider_id = p.id
                  left join sending s on s.provider_id = p.id
                 where p.active
                    or w.provider_id is not null
                    or s.provider_id is not null
                 order by p.id
                """)
                .query((row, _) -> new Row(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getBoolean("active"),
                        row.getInt("concurrency"),
                        row.getInt("rate_limit"),
                        row.getLong("longest_ms"),
                        row.getLong("waiting"),
                        row.getLong("due"),
                        row.getLong("oldest_seconds"),
                        row.getLong("in_flight")))
                .list();
    }

    /**
     * The mean time in milliseconds from claim to outcome, by provider, of the newest so many attempts of all
     * providers. Those that were sent more than once say nothing of it; and nobody is kept busy beyond the provider's
     * time-outs, whenever an outcome was found out.
     */
    Map<Long, Long> meanMillis(int newest) {
        Map<Long, Long> means = new HashMap<>();
        jdbc.sql("""
                select t.provider_id,
                       avg(least(extract(epoch from t.resolved_at - t.created_at) * 1000,
                                 p.connect_timeout_ms + p.answer_timeout_ms))::bigint as mean_ms
                  from (select *
                          from attempt
                         order by id desc
                         limit :newest) t
                  join provider p on p.id = t.provider_id
                 where t.resolved_at is not null
                   and t.sends = 1
                 group by t.provider_id
                """).param("newest", newest).query(row -> {
            means.put(row.getLong("provider_id"), row.getLong("mean_ms"));
        });
        return means;
    }

    /** How many orders are on hold, by provider and reason; those that no provider delivers under the id 0. */
    Map<Long, Map<String, Long>> held() {
        Map<Long, Map<String, Long>> held = new HashMap<>();
        jdbc.sql("""
                select coalesce(provider_id, 0) as provider_id,
                       hold_reason,
                       count(*) as count
                  from orders
                 where status = 'on_hold'
                 group by 1, 2
                """).query(row -> {
            held.computeIfAbsent(row.getLong("provider_id"), _ -> new HashMap<>())
                    .put(row.getString("hold_reason"), row.getLong("count"));
        });
        return held;
    }

    /** @param longestMillis the provider's time-outs together */
    record Row(
            long id,
            String name,
            boolean active,
            int concurrency,
            int rateLimit,
            long longestMillis,
            long waiting,
            long due,
            long oldestSeconds,
            long inFlight) {
        /** What is due, at this mean; a provider that nothing is known of is taken as slow as it may be. */
        Load load(@Nullable Long meanMillis) {
            return new Load(due, meanMillis == null ? longestMillis : meanMillis, concurrency, rateLimit);
        }
    }
}
