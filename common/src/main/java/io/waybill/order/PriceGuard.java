package io.waybill.order;

/** What keeps an order from being bought above the price that it was sold for. */
public final class PriceGuard {
    /**
     * Of {@code orders o} and its {@code item i}: the order would cost more, as the newest import knows it, than it was
     * charged, and its item does not allow that. A rise that still waits for a person counts already. What the
     * provider's account pays, or costs nobody knows what, has no price here.
     */
    public static final String IS_OVERPRICED = """
            (o.billing = 'wallet'
             and not i.sell_below_cost
             and coalesce(
                   ceil(coalesce(i.pending_cost_micros, i.cost_micros)::numeric * o.quantity / i.unit) > o.charged_micros,
                   false))
            """;

    private PriceGuard() {}
}
