package planted.cycles.order;

import planted.cycles.ledger.Entry;

public final class Sold {
    private Sold() {}

    static Class<?> known() {
        return Entry.class;
    }
}
