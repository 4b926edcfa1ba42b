package planted.order.order;

import planted.order.provider.Seller;

/** Knows who sold it. */
final class Sold {
    Class<?> known() {
        return Seller.class;
    }
}
