package io.waybill.checks;

/**
 * A place in each of the tables that only grow, by the ids of their rows. Ids are not handed out in the order of
 * commits: of the rows up to a mark some may become visible later. INVARIANT: who writes such a row has its transaction
 * id before it draws the row's id, for it has locked or written the order or wallet first.
 */
record Marks(long event, long transfer, long attempt) {
    /** Behind every row. */
    static final Marks END = new Marks(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** So many ids further back, for a place of which it is not known what is still being committed before it. */
    Marks back(long ids) {
        return new Marks(Math.max(0, event - ids), Math.max(0, transfer - ids), Math.max(0, attempt - ids));
    }

    /** The earlier place of both, table by table. */
    Marks orBefore(Marks other) {
        return new Marks(
                Math.min(event, other.event), Math.min(transfer, other.transfer), Math.min(attempt, other.attempt));
    }
}
