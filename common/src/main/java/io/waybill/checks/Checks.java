package io.waybill.checks;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The auditor: proves what must always hold, all of it in one snapshot of the database, and keeps books of where it
 * stands and what it has found. Of all instances one runs at a time. Thread-safe; called outside of transactions.
 */
public interface Checks {
    /** Proves now; while somebody else does, waits for that and shares what it finds, if it goes as deep. */
    Outcome run(Depth depth);

    /**
     * Proves incrementally if the newest run is so old, and nobody is at it. Its first seconds are mostly rests, in
     * which the processors are left to the store, unless somebody waits for it.
     *
     * @param hurry whether the caller waits; asked again and again, from the thread that runs
     */
    void runIfDue(Duration every, BooleanSupplier hurry);

    /** What the newest run found, whoever ran it; empty before the first. */
    Optional<Report> newest();

    /** What became of a call. */
    sealed interface Outcome {
        record Proved(Report report) implements Outcome {}

        /** Another run was under way all the time that was waited. */
        record Busy(Duration waited) implements Outcome {}

        /** The run was stopped, and says nothing. */
        record TookTooLong(Duration limit) implements Outcome {}
    }
}
