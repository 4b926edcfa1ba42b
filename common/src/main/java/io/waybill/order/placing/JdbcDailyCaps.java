package io.waybill.order.placing;

import io.waybill.money.Usd;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements on {@code provider_spend}: what accounts have ordered today (UTC) on provider billing. */
final class JdbcDailyCaps {
    private final JdbcClient jdbc;

    JdbcDailyCaps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks today's rows of the accounts, sorted, until the transaction ends, and tells what was spent; makes rows that
     * are missing.
     */
    Map<Long, Usd> lockSpentToday(Collection<Long> accountIds) {
        Map<Long, Usd> spent = new HashMap<>();
        jdbc.sql("""
                insert into provider_spend as s (account_id, day, spent_micros)
                select account_id,
                       (now() at time zone 'utc')::date,
                       0
                  from unnest(:accountIds) as a (account_id)
                 order by account_id
                    on conflict (account_id, day) do update set spent_micros = s.spent_micros
                returning s.account_id, s.spent_micros
                """)
                .param("accountIds", accountIds.stream().distinct().toArray(Long[]::new))
                .query(row -> {
                    spent.put(row.getLong("account_id"), Usd.ofMicros(row.getLong("spent_micros")));
                });
        return spent;
    }

    /** Adds what the locked accounts spend now: one update per account. */
    void add(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return;
        }
        Map<Long, Usd> spent = new HashMap<>();
        drafts.forEach(draft -> spent.merge(draft.request().buyer().accountId(), draft.price(), Usd::plus));
        List<Map.Entry<Long, Usd>> rows = List.copyOf(spent.entrySet());
        int updated = jdbc.sql("""
                update provider_spend s
                   set spent_micros = s.spent_micros + more.micros
                  from unnest(:accountIds, :micros) as more (account_id, micros)
                 where s.account_id = more.account_id
                   and s.day = (now() at time zone 'utc')::date
                """)
                .param("accountIds", rows.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param(
                        "micros",
                        rows.stream().map(row -> row.getValue().micros()).toArray(Long[]::new))
                .update();
        if (updated != rows.size()) {
            throw new IllegalStateException("added to " + updated + " of " + rows.size() + " daily sums");
        }
    }
}
