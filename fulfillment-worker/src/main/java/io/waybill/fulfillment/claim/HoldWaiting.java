package io.waybill.fulfillment.claim;

import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Holds what waits for a provider that this worker can't buy from until somebody repairs its settings, so that it is
 * seen. Workers that can buy from it come first: what is held has waited for them in vain. Each order is held once, and
 * goes on when the provider's line opens, or soon, for other workers. Thread-safe.
 */
final class HoldWaiting {
    /** If nobody tells that the provider can be bought from again, or other workers always could. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(HoldWaiting.class);

    private static final Step HOLD =
            new Step.Hold(HoldReason.PROVIDER_DOWN, LOOK_AGAIN_AFTER, "Waiting for the provider.");

    private final JdbcClaims claims;
    private final MoveOrders moveOrders;
    private final TransactionOperations transaction;
    private final SetAside setAside;
    private final ClaimSettings settings;

    HoldWaiting(
            JdbcClaims claims,
            MoveOrders moveOrders,
            TransactionOperations transaction,
            SetAside setAside,
            ClaimSettings settings) {
        this.claims = claims;
        this.moveOrders = moveOrders;
        this.transaction = transaction;
        this.setAside = setAside;
        this.settings = settings;
    }

    void of(long providerId) {
        List<Long> waiting = new ArrayList<>();
        try {
            transaction.executeWithoutResult(_ -> {
                waiting.addAll(
                        claims.lockPendingOf(providerId, settings.holdAfter(), settings.batch(), setAside.orders()));
                hold(waiting);
            });
        } catch (DataAccessResourceFailureException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("orders", waiting.size()).setCause(e).log("each order is held alone");
            waiting.forEach(this::holdAlone);
        }
    }

    /** One of them spoils the batch: it is left be for a while, and the others are held. */
    private void holdAlone(long orderId) {
        try {
            transaction.executeWithoutResult(_ -> {
                if (claims.lockIfPending(orderId)) {
                    hold(List.of(orderId));
                }
            });
        } catch (DataAccessResourceFailureException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError().addKeyValue("order", orderId).setCause(e).log("the order can't be held, left be for a while");
            setAside.letRest(orderId);
        }
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
