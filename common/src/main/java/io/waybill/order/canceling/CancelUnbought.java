package io.waybill.order.canceling;

import io.waybill.attempt.Attempt;
import io.waybill.attempt.AttemptState;
import io.waybill.attempt.Attempts;
import io.waybill.catalog.Source;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Order;
import io.waybill.order.Step;
import java.util.List;
import java.util.Objects;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Calls off an order at once, and refunds it, as long as its provider has surely not sold it: no purchase was made for
 * it, and of none that was tried the outcome is open. Nobody but the person who delivers an order by hand knows whether
 * that is so, and none of those is called off here. Decided under the order's lock, so that a worker that claims it at
 * the same moment comes before or after. Takes part in the caller's transaction. Thread-safe.
 */
public final class CancelUnbought {
    private final JdbcCancelRequests orders;
    private final Attempts attempts;
    private final MoveOrders moveOrders;

    CancelUnbought(JdbcCancelRequests orders, Attempts attempts, MoveOrders moveOrders) {
        this.orders = orders;
        this.attempts = attempts;
        this.moveOrders = moveOrders;
    }

    /**
     * @param order as it was seen: one that has moved on since stays as it is
     * @return {@link Result.NotAllowed} also if it was bought, or may have been, or is delivered by hand
     * @throws IllegalStateException if there is no transaction
     */
    public Result cancel(Order order, String note) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an order is canceled in a transaction, with its refund");
        }
        if (!orders.lockIfUnchanged(order.id(), order.version())) {
            return new Result.VersionChanged(order);
        }
        if (order.source() == Source.MANUAL || mayBeSold(order.id())) {
            return new Result.NotAllowed(order);
        }
        Move move = new Move(order.id(), new Step.Cancel(null, note), order.version());
        return Objects.requireNonNull(moveOrders.apply(List.of(move)).get(order.id()));
    }

    private boolean mayBeSold(long orderId) {
        return attempts.ofOrders(List.of(orderId)).getOrDefault(orderId, List.of()).stream()
                .map(Attempt::state)
                .anyMatch(state -> state == AttemptState.BOUGHT || state.isUnresolved());
    }
}
