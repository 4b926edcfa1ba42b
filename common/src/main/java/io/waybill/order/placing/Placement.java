package io.waybill.order.placing;

import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import org.jspecify.annotations.Nullable;

/** The answer to an {@link OrderRequest}. */
public sealed interface Placement {
    /**
     * The order is committed and charged.
     *
     * @param replayed this key and these fields made the order earlier; nothing happened now
     * @param balanceAfter the wallet's balance after the charge; null if the provider's account pays
     */
    record Accepted(Order order, boolean replayed, @Nullable Usd balanceAfter) implements Placement {}

    /** Nothing happened, nothing was charged. */
    record Refused(Refusal refusal) implements Placement {}

    /** The database did not say whether it committed: look at the order id later, or repeat with the same key. */
    record Uncertain(long orderId) implements Placement {}
}
