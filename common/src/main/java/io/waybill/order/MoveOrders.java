package io.waybill.order;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which an order changes after its acceptance. A batch of moves is applied in the caller's transaction:
 * orders are locked sorted by id, each step is checked against {@link OrderTransitions}, and what it means is written
 * with it — the row with its next version, the event, refund or sale in the ledger, and the messages. Thread-safe.
 */
public interface MoveOrders {
    /**
     * @param moves at most one per order
     * @return the result of each move by order id
     * @throws IllegalStateException if there is no transaction
     */
    Map<Long, Result> apply(List<Move> moves);

    /** @param expectedVersion refuse if the order has moved on since; null: only the transition table decides */
    record Move(long orderId, Step step, @Nullable Integer expectedVersion) {
        public Move(long orderId, Step step) {
            this(orderId, step, null);
        }
    }

    /** What became of a move. */
    sealed interface Result {
        /** Done; the order as it is now. */
        record Moved(Order order) implements Result {}

        /** The step is not legal from where the order is; nothing was written. */
        record NotAllowed(Order order) implements Result {}

        /** The order has another version than expected; nothing was written. */
        record VersionChanged(Order order) implements Result {}

        /** There is no such order. */
        record NotFound() implements Result {}
    }
}
