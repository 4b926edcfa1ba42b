package io.waybill.checks;

import java.util.Map;

/** A part of the auditor's list, with its own way of proving again only what is needed. Thread-safe. */
interface Section {
    /** Its rules as sentences, by name. */
    Map<String, String> says();

    /**
     * Proves what is to be proved, in the run's transaction.
     *
     * @param state where the auditor stands before
     * @return where it stands after
     */
    State prove(State state, Moment moment, Tally tally);
}
