package io.waybill.checks;

/**
 * A rule of the auditor's list that another feature proves by itself, e.g. of a chain of hashes. Every bean of this
 * type takes part in each run, under its name. Thread-safe.
 */
public interface Proof {
    /** In snake case; the name in answers and metrics. */
    String name();

    /** The rule as a sentence. */
    String says();

    /**
     * Called in the run's transaction, and so in its snapshot: reads only.
     *
     * @param full false: what is new, in bounded time; true: all of it
     */
    Found prove(boolean full);
}
