package io.waybill.fulfillment.claim;

import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Step;
import java.time.Duration;
import java.util.List;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Holds what waits for a provider that can't be bought from until somebody repairs its settings, so that it is seen.
 * Each order is held once, and goes on when the provider's line opens. Thread-safe.
 */
final class HoldWaiting {
    /** Only if nobody tells that the provider can be bought from again. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(10);

    private static final Step HOLD =
            new Step.Hold(HoldReason.PROVIDER_DOWN, LOOK_AGAIN_AFTER, "Waiting for the provider.");

    private final JdbcClaims claims;
    private final MoveOrders moveOrders;
    private final TransactionOperations transaction;
    private final int batch;

    HoldWaiting(JdbcClaims claims, MoveOrders moveOrders, TransactionOperations transaction, int batch) {
        this.claims = claims;
        this.moveOrders = moveOrders;
        this.transaction = transaction;
        this.batch = batch;
    }

    void of(long providerId) {
        transaction.executeWithoutResult(_ -> hold(claims.lockPendingOf(providerId, batch)));
    }

    private void hold(List<Long> orderIds) {
        moveOrders
                .apply(orderIds.stream().map(id -> new Move(id, HOLD)).toList())
                .forEach((orderId, result) -> {
                    if (!(result instanceof Result.Moved)) {
                        throw new IllegalStateException("order " + orderId + " waits, but can't be held: " + result);
                    }
                });
    }
}
