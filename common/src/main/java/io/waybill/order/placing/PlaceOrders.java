package io.waybill.order.placing;

import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import java.util.List;
import java.util.Map;

/**
 * Takes a batch of orders in ONE transaction: idempotency keys, stock, wallet debit, order, event, ledger, outbox.
 * Expected refusals (item, price, stock, balance, repeated keys) are decided inside the batch and cost nobody else
 * anything. Thread-safe.
 */
public interface PlaceOrders {
    /** The most that one batch may hold. */
    int MAX_BATCH = 256;

    /**
     * Runs the batch in a transaction of its own and returns after its commit.
     *
     * @return one placement per slot, at the same index
     * @throws org.springframework.dao.DataAccessException if the batch failed, or its commit is in doubt: run it again,
     *     whole or in parts, with the same slots; an order that was committed after all is then recognised by its id
     */
    List<Placement> place(List<Slot> batch);

    /**
     * The same in the caller's transaction: nothing is placed unless that commits, and what it must be atomic with goes
     * into it. Locks wallets, keys, stock and daily caps, in this order.
     *
     * @param batch slots that were not in a batch before
     * @throws IllegalStateException if there is no transaction
     */
    List<Placement> placeWithin(List<Slot> batch);

    /** All checks of an order, price, stock and balance included, and no effect. */
    Checked check(OrderRequest request);

    /** Takes ids for orders that are about to be placed: unique, growing, never used again. */
    List<Long> nextIds(int count);

    /** What would become of a request. */
    sealed interface Checked {
        /**
         * An order would be made.
         *
         * @param checkout what it would keep of the checkout: values of the item's own fields
         * @param charge what the wallet would be debited; nothing if the provider's account pays
         */
        record Fits(Map<String, String> checkout, Usd charge) implements Checked {
            public Fits {
                checkout = Map.copyOf(checkout);
            }
        }

        /** It would be refused. */
        record Refused(Refusal refusal) implements Checked {}
    }

    /**
     * A request with the id that its order gets.
     *
     * @param repeated the slot was in a batch that failed: its order may exist
     */
    record Slot(long orderId, OrderRequest request, boolean repeated) {}
}
