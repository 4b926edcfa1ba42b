package io.waybill.checks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold of each Idempotency-Key. A key itself is its reseller's, and never told. */
final class JdbcKeyCheck implements Section {
    private static final int AT_ONCE = 10_000;

    private final JdbcClient jdbc;
    private final JdbcViolations violations;
    private final int slice;

    /** @param slice so many keys are proved again by each run */
    JdbcKeyCheck(JdbcClient jdbc, JdbcViolations violations, int slice) {
        this.jdbc = jdbc;
        this.violations = violations;
        this.slice = slice;
    }

    @Override
    public Map<String, String> says() {
        return Check.says(List.of(check()));
    }

    @Override
    public State prove(State state, Moment moment, Tally tally) {
        if (!moment.whole()) {
            Slice some = behind(state.slices().key(), slice).orElse(Slice.EMPTY);
            tally.run(check(), some.withFoundBefore());
            return state.withSlices(state.slices().withKey(some.keys() < slice ? Place.START : some.to()));
        }
        Optional<Slice> some = behind(Place.START, AT_ONCE);
        while (some.isPresent()) {
            tally.run(check(), some.get());
            some = behind(some.get().to(), AT_ONCE);
        }
        return state;
    }

    private Check<Slice> check() {
        return new Check<>(
                "key_order",
                "An Idempotency-Key names an order that exists, of the same account and mode.",
                this::keysNameTheirOrder);
    }

    /** Keys of a slice, and those that were found before. */
    Found keysNameTheirOrder(Slice slice) {
        return violations.find(
                slice.keys(),
                Set.of("account_id", "mode", "_key"),
                """
                with looked_at as (
                  select account_id, mode, key, order_id
                    from idempotency_key
                   where (account_id, mode, key) > (:afterAccount, :afterMode, :afterKey)
                     and (account_id, mode, key) <= (:toAccount, :toMode, :toKey)
                   union
                  select k.account_id, k.mode, k.key, k.order_id
                    from check_finding f
                    join idempotency_key k on k.account_id = (f.subject ->> 'account_id')::bigint
                                          and k.mode = f.subject ->> 'mode'
                                          and k.key = f.subject ->> '_key'
                   where f.check_name = 'key_order'
                     and :foundBefore
                )
                select k.account_id,
                       k.mode,
                       k.key as _key,
                       k.order_id,
                       o.account_id as order_account_id,
                       o.mode as order_mode
                  from looked_at k
                  left join orders o on o.id = k.order_id
                 where (o.account_id, o.mode) is distinct from (k.account_id, k.mode)
                """,
                Map.of(
                        "afterAccount", slice.after().accountId(),
                        "afterMode", slice.after().mode(),
                        "afterKey", slice.after().key(),
                        "toAccount", slice.to().accountId(),
                        "toMode", slice.to().mode(),
                        "toKey", slice.to().key(),
                        "foundBefore", slice.foundBefore()));
    }

    /** The next keys behind a place; empty at the end. */
    private Optional<Slice> behind(Place place, int size) {
        return jdbc.sql("""
                select account_id,
                       mode,
                       key,
                       count(*) over () as keys
                  from (select account_id, mode, key
                          from idempotency_key
                         where (account_id, mode, key) > (:account, :mode, :key)
                         order by account_id, mode, key
                         limit :size) slice
                 order by account_id desc, mode desc, key desc
                 limit 1
                """)
                .param("account", place.accountId())
                .param("mode", place.mode())
                .param("key", place.key())
                .param("size", size)
                .query((row, _) -> new Slice(
                        place,
                        new Place(row.getLong("account_id"), row.getString("mode"), row.getString("key")),
                        row.getLong("keys"),
                        false))
                .optional();
    }

    /** A key, bound or not, in the order of the primary key. */
    record Place(long accountId, String mode, String key) {
        static final Place START = new Place(0, "", "");
    }

    /** The keys behind one, up to another; {@code foundBefore}: and those that were found wrong before. */
    record Slice(Place after, Place to, long keys, boolean foundBefore) {
        static final Slice EMPTY = new Slice(Place.START, Place.START, 0, false);

        Slice withFoundBefore() {
            return new Slice(after, to, keys, true);
        }
    }
}
