package io.waybill.audit;

import java.util.List;

/**
 * The audit log, which can only grow. Each entry is chained to the one before by a keyed hash: an entry that was
 * altered, left out or put in by hand breaks the chain, and whoever lacks the store's master key can't mend it.
 * Thread-safe.
 */
public interface AuditLog {
    /**
     * Appends entries in the caller's transaction. Locks the end of the chain until that transaction ends, so call it
     * last, after all other locks.
     *
     * @throws IllegalStateException if there is no transaction
     */
    void append(List<AuditEntry> entries);

    /**
     * Recomputes the chain behind a link that is known to be good, up to its end.
     *
     * @param from {@link Link#START} for all of it
     */
    Verification verify(Link from);

    /** A place in the chain: an entry's number with its hash in hex. */
    record Link(long seq, String hash) {
        /** Before the first entry, as the schema has it. */
        public static final Link START = new Link(0, "0".repeat(64));
    }

    /**
     * What a verification found.
     *
     * @param upTo the last link that was seen
     * @param breaks what is wrong, the first hundred; empty if the chain holds
     */
    record Verification(Link upTo, List<Break> breaks) {
        public Verification {
            breaks = List.copyOf(breaks);
        }
    }

    /** A place where the chain does not hold, and how. */
    record Break(long seq, String fault) {}
}
