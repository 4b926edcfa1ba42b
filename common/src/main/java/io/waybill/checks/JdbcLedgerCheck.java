package io.waybill.checks;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold of the ledger as a whole. Its accounts' balances are carried forward from one run to the next, so that
 * a run sums only what is new.
 */
final class JdbcLedgerCheck implements Section {
    /** So many transfers are summed by one statement, between two rests of the run. */
    private static final long AT_ONCE = 50_000;

    /** A run that is not to prove everything carries the balances over so many transfers; the next goes on. */
    private static final long CARRIED_AT_MOST = 4_000_000;

    private final JdbcClient jdbc;
    private final JdbcViolations violations;

    JdbcLedgerCheck(JdbcClient jdbc, JdbcViolations violations) {
        this.jdbc = jdbc;
        this.violations = violations;
    }

    @Override
    public Map<String, String> says() {
        return Check.says(List.of(check()));
    }

    /**
     * Balances are kept without what is not decided yet, for a late row may still change them; and only if they are
     * right, so that they are right again once what was wrong is healed.
     */
    @Override
    public State prove(State state, Moment moment, Tally tally) {
        Balances kept = moment.whole() ? Balances.START : state.summed();
        long newest = moment.newest().transfer();
        State.Pending pending = state.decided(moment);
        long decided = pending == null ? state.summed().upTo() : pending.transfer();
        if (!moment.whole() && newest - kept.upTo() > CARRIED_AT_MOST) {
            return state.withSummed(carry(kept, Math.min(decided, kept.upTo() + CARRIED_AT_MOST), tally));
        }
        Sum sum = sum(kept, decided, newest, tally);
        if (sum.found().violations() > 0 && !moment.whole() && newest <= CARRIED_AT_MOST) {
            sum = sum(Balances.START, decided, newest, tally);
        }
        tally.add(check().name(), sum.found());
        return sum.found().violations() == 0 ? state.withSummed(sum.decided()) : state;
    }

    private Sum sum(Balances from, long decided, long newest, Tally tally) {
        Balances carried = carry(from, decided, tally);
        Balances all = carry(carried, newest, tally);
        return new Sum(carried, tally.readFor(check().name(), () -> balances(all)));
    }

    private Check<Balances> check() {
        return new Check<>(
                "ledger_balances",
                "All wallets together hold what the ledger moved to them; in flight are exactly the charges of unfinished orders.",
                this::balances);
    }

    /** Whatever leaves one account arrives in another, so the house accounts are right if these two are. */
    Found balances(Balances balances) {
        Map<String, BigDecimal> micros = balances.micros();
        return violations.find(
                balances.upTo(),
                Set.of("account"),
                """
                with expected as (
                  select 'wallets' as account,
                         coalesce(sum(balance_micros), 0) as micros
                    from wallet
                   union all
                  select 'in_flight',
                         coalesce(sum(charged_micros), 0)
                    from orders
                   where status in ('pending', 'processing', 'in_progress', 'on_hold')
                )
                select e.account,
                       e.micros as expected_micros,
                       coalesce(l.micros, 0) as ledger_micros
                  from expected e
                  left join unnest(:accounts, :micros) as l (account, micros) on l.account = e.account
                 where e.micros <> coalesce(l.micros, 0)
                """,
                Map.of(
                        "accounts", micros.keySet().toArray(String[]::new),
                        "micros", micros.values().toArray(BigDecimal[]::new)));
    }

    /** Adds the transfers behind those summed, up to one. */
    private Balances carry(Balances from, long to, Tally tally) {
        Balances carried = from;
        while (carried.upTo() < to) {
            long after = carried.upTo();
            long next = Math.min(to, after + AT_ONCE);
            carried = carried.plus(tally.readFor(check().name(), () -> moved(after, next)), next);
        }
        return carried;
    }

    private Map<String, BigDecimal> moved(long after, long to) {
        Map<String, BigDecimal> moved = new TreeMap<>();
        jdbc.sql("""
                with moved as materialized (
                  select from_account,
                         to_account,
                         sum(amount_micros) as micros
                    from (select case when starts_with(from_account, 'wallet:') then 'wallets' else from_account end
                                   as from_account,
                                 case when starts_with(to_account, 'wallet:') then 'wallets' else to_account end
                                   as to_account,
                                 amount_micros
                            from transfer
                           where id > :after
                             and id <= :to) folded
                   group by from_account, to_account
                )
                select account,
                       sum(micros) as micros
                  from (select to_account as account, micros from moved
                         union all
                        select from_account, -micros from moved) sides
                 group by account
                """).param("after", after).param("to", to).query(row -> {
            moved.put(row.getString("account"), row.getBigDecimal("micros"));
        });
        return moved;
    }

    /** What is summed up to what is decided, and what is wrong with it up to the newest. */
    private record Sum(Balances decided, Found found) {}

    /** What each account holds after all transfers up to one; all wallets are one account. */
    record Balances(Map<String, BigDecimal> micros, long upTo) {
        static final Balances START = new Balances(Map.of(), 0);

        Balances {
            micros = Map.copyOf(micros);
        }

        Balances plus(Map<String, BigDecimal> moved, long to) {
            Map<String, BigDecimal> sum = new TreeMap<>(micros);
            moved.forEach((account, more) -> sum.merge(account, more, BigDecimal::add));
            return new Balances(sum, to);
        }
    }
}
