package io.waybill.checks;

import io.waybill.checks.JdbcCandidates.Changed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The rules that hold order by order. Looks at the orders that have changed since the run before, those that something
 * was found wrong with, and a slice of the past.
 */
final class OrderSection implements Section {
    private static final int READ_AT_ONCE = 20_000;

    /** Proved by one statement of each check, between two rests of the run. */
    private static final int PROVED_AT_ONCE = 2_000;

    /** More rows than are ever being committed at once: how far the first run looks back. */
    private static final long LOOK_BACK = 20_000;

    private final JdbcCandidates candidates;
    private final List<Check<Long[]>> checks;
    private final int slice;

    OrderSection(JdbcCandidates candidates, List<Check<Long[]>> checks, int slice) {
        this.candidates = candidates;
        this.checks = List.copyOf(checks);
        this.slice = slice;
    }

    @Override
    public Map<String, String> says() {
        return Check.says(checks);
    }

    @Override
    public State prove(State state, Moment moment, Tally tally) {
        State begun = state.pending() == null
                ? state.withSeen(moment.newest().back(LOOK_BACK), null, State.Reached.NONE)
                : state;
        if (moment.whole()) {
            proveAll(tally);
            return moveOn(begun, moment, Marks.END);
        }
        return proveSome(begun, moment, tally);
    }

    private void proveAll(Tally tally) {
        long after = 0;
        while (after < Long.MAX_VALUE) {
            long to = candidates.sliceEnd(after, READ_AT_ONCE);
            prove(slice(after, to, tally), tally);
            after = to;
        }
    }

    private State proveSome(State state, Moment moment, Tally tally) {
        long after = state.slices().order();
        long to = candidates.sliceEnd(after, slice);
        Changed changed = tally.read(() -> candidates.changedSince(state, moment.mostChanges()));
        SortedSet<Long> orders = changed.orders();
        orders.addAll(candidates.found());
        orders.addAll(slice(after, to, tally));
        prove(new ArrayList<>(orders), tally);
        State sliced = state.withSlices(state.slices().withOrder(to == Long.MAX_VALUE ? 0 : to));
        return moveOn(sliced, moment, changed.readTo());
    }

    private List<Long> slice(long after, long to, Tally tally) {
        return tally.read(() -> candidates.slice(after, to));
    }

    private void prove(List<Long> orders, Tally tally) {
        for (int from = 0; from < orders.size(); from += PROVED_AT_ONCE) {
            Long[] some = orders.subList(from, Math.min(from + PROVED_AT_ONCE, orders.size()))
                    .toArray(Long[]::new);
            checks.forEach(check -> tally.run(check, some));
        }
        tally.ordersChecked(orders.size());
    }

    /**
     * Events are seen up to what is decided, as far as they were read; what becomes visible later has a greater id, or
     * is not visible in the snapshot, so that the next run reads it. Where some are left to it, it goes on behind those
     * that were read, though nothing be decided for long. Of transfers and attempts that come late their order's event
     * tells.
     */
    private static State moveOn(State state, Moment moment, Marks readTo) {
        State.Pending pending = state.decided(moment);
        Marks newest = moment.newest().orBefore(readTo);
        long event = Math.min(pending == null ? state.seen().event() : pending.event(), readTo.event());
        boolean readAll = readTo.event() == Long.MAX_VALUE;
        return state.withSeen(
                        new Marks(event, newest.transfer(), newest.attempt()),
                        readAll ? moment.snapshot() : state.snapshot(),
                        readAll ? State.Reached.NONE : new State.Reached(readTo.event(), moment.snapshot()))
                .withBehind(!readTo.equals(Marks.END));
    }
}
