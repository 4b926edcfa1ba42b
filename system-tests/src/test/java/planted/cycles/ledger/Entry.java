package planted.cycles.ledger;

import planted.cycles.order.Sold;

public final class Entry {
    private Entry() {}

    static Class<?> known() {
        return Sold.class;
    }
}
