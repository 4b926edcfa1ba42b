package planted.money.money;

import planted.money.order.Sold;

/** Knows orders. */
final class Amount {
    Class<?> known() {
        return Sold.class;
    }
}
