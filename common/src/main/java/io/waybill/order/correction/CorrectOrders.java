package io.waybill.order.correction;

import io.waybill.money.Usd;
import io.waybill.order.Order;
import org.jspecify.annotations.Nullable;

/**
 * Refunds for orders that were delivered, after their end: an amount of its own out of the sales, while the status
 * stays what it is. All refunds of an order together are at most its charge. Takes part in the caller's transaction:
 * order, event, ledger and messages are written together. Locks the order, then its wallet. Thread-safe.
 */
public interface CorrectOrders {
    /**
     * @throws IllegalStateException if there is no transaction
     * @throws IllegalArgumentException if the amount is not positive
     */
    Result refund(Correction correction);

    /**
     * A refund to be made.
     *
     * @param actor who decided it
     * @param note why; shown to the reseller
     * @param expectedVersion refuse if the order has changed since; null: whatever it is now
     */
    record Correction(
            long orderId,
            Usd amount,
            String actor,
            String note,
            @Nullable Integer expectedVersion) {
        public Correction {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("a refund is above zero, not " + amount);
            }
        }
    }

    /** What became of it; only {@link Refunded} wrote anything. */
    sealed interface Result {
        /**
         * Done.
         *
         * @param order as it is now
         * @param balanceAfter what is in its wallet now
         */
        record Refunded(Order order, Usd balanceAfter) implements Result {}

        /** The provider's account pays for the order: its wallet was never charged. */
        record NotCharged(Order order) implements Result {}

        /** Nothing was delivered, or not yet: what is not final is refunded by a step of its own. */
        record NotDelivered(Order order) implements Result {}

        /** More than what is left of the charge. */
        record TooMuch(Order order, Usd left) implements Result {}

        /** The order has another version than expected. */
        record VersionChanged(Order order) implements Result {}

        /** There is no such order. */
        record NotFound() implements Result {}
    }
}
