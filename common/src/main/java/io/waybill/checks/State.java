package io.waybill.checks;

import io.waybill.checks.JdbcLedgerCheck.Balances;
import org.jspecify.annotations.Nullable;

/**
 * Where the auditor stands between two runs.
 *
 * @param run counts the runs
 * @param seen the newest rows that were seen; of events, up to where all are decided and seen
 * @param snapshot of the later events, those visible in it were seen; null before the first run
 * @param reached up to where the newest run read the events, if it left some to the next
 * @param pending what is decided once nothing runs that is older; null before the first run
 * @param summed the ledger's balances, carried forward over what is decided
 * @param slices how far the past has been proved in this round
 * @param behind whether the newest run left changes to the next
 */
record State(
        long run,
        Marks seen,
        @Nullable String snapshot,
        Reached reached,
        @Nullable Pending pending,
        Balances summed,
        Slices slices,
        boolean behind) {
    /** What was pending, if all of it is decided: what is not visible by now was rolled back. */
    @Nullable
    Pending decided(Moment moment) {
        return pending != null && pending.isDecided(moment) ? pending : null;
    }

    State withSeen(Marks rows, @Nullable String inSnapshot, Reached inPart) {
        return new State(run, rows, inSnapshot, inPart, pending, summed, slices, behind);
    }

    State withSummed(Balances value) {
        return new State(run, seen, snapshot, reached, pending, value, slices, behind);
    }

    State withSlices(Slices value) {
        return new State(run, seen, snapshot, reached, pending, summed, value, behind);
    }

    State withBehind(boolean value) {
        return new State(run, seen, snapshot, reached, pending, summed, slices, value);
    }

    /** Of the events up to one, those visible in a snapshot were seen. */
    record Reached(long event, @Nullable String snapshot) {
        static final Reached NONE = new Reached(0, null);
    }

    /** All rows up to these are decided once no transaction older than {@code tx} runs. */
    record Pending(String tx, long event, long transfer) {
        boolean isDecided(Moment moment) {
            return Long.compareUnsigned(Long.parseUnsignedLong(moment.oldestTx()), Long.parseUnsignedLong(tx)) >= 0;
        }
    }

    /** Up to which order, chain and key the past has been proved again in this round. */
    record Slices(long order, JdbcWalletChecks.Place chain, JdbcKeyCheck.Place key) {
        Slices withOrder(long value) {
            return new Slices(value, chain, key);
        }

        Slices withChain(JdbcWalletChecks.Place value) {
            return new Slices(order, value, key);
        }

        Slices withKey(JdbcKeyCheck.Place value) {
            return new Slices(order, chain, value);
        }
    }
}
