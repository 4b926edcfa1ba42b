package planted.ledger.ledger;

import planted.ledger.order.Sold;

/** Knows orders. */
final class Books {
    Class<?> known() {
        return Sold.class;
    }
}
