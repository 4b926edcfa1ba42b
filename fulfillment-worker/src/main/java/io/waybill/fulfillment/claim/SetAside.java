package io.waybill.fulfillment.claim;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes orders out of the way on which a claim failed twice, among others and then alone: each is held for a person, in
 * a transaction of its own, at most ten in a minute: if more can't be claimed, it is not for the orders. Those others,
 * and what can't even be held or failed for a passing reason, this worker leaves be for a while; it remembers the
 * newest thousand. Thread-safe.
 */
final class SetAside {
    private static final Logger log = LoggerFactory.getLogger(SetAside.class);
    private static final Step HOLD =
            new Step.Hold(HoldReason.MANUAL, null, "It could not be handed to the provider, we are looking into it.");
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int MOST = 1000;
    private static final int MOST_HELD = 10;

    private final JdbcClaims claims;
    private final MoveOrders moveOrders;
    private final TransactionOperations transaction;
    private final Ticker ticker;
    private final Counter held;
    private final Map<Long, Long> restUntil = new LinkedHashMap<>();
    private final Deque<Long> heldUntil = new ArrayDeque<>();

    SetAside(
            JdbcClaims claims,
            MoveOrders moveOrders,
            TransactionOperations transaction,
            Ticker ticker,
            MeterRegistry meters) {
        this.claims = claims;
        this.moveOrders = moveOrders;
        this.transaction = transaction;
        this.ticker = ticker;
        this.held = Counter.builder("waybill.fulfillment.set.aside")
                .description("Orders that could not be claimed, and were held for a person")
                .register(meters);
    }

    /** @param cause why it could not be claimed alone */
    void add(WaitingOrder order, RuntimeException cause) {
        if (cause instanceof TransientDataAccessException || !mayHold()) {
            log.atWarn()
                    .addKeyValue("order", order.orderId())
                    .addKeyValue("provider", order.providerId())
                    .addKeyValue("cause", cause)
                    .log("the order can't be claimed now, left be for a while");
            letRest(order.orderId());
        } else if (!hold(order, cause)) {
            letRest(order.orderId());
        }
    }

    /** Those that this worker leaves be for now. */
    synchronized List<Long> orders() {
        long now = ticker.nanos();
        restUntil.values().removeIf(until -> until - now <= 0);
        return List.copyOf(restUntil.keySet());
    }

    private synchronized boolean mayHold() {
        long now = ticker.nanos();
        heldUntil.removeIf(until -> until - now <= 0);
        if (heldUntil.size() >= MOST_HELD) {
            return false;
        }
        heldUntil.add(now + REST.toNanos());
        return true;
    }

    private boolean hold(WaitingOrder order, RuntimeException cause) {
        try {
            transaction.executeWithoutResult(_ -> holdIfStillDue(order));
            held.increment();
            log.atError()
                    .addKeyValue("order", order.orderId())
                    .addKeyValue("provider", order.providerId())
                    .setCause(cause)
                    .log("the order can't be claimed, held for a person");
            return true;
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            log.atError()
                    .addKeyValue("order", order.orderId())
                    .addKeyValue("provider", order.providerId())
                    .setCause(e)
                    .log("the order can be neither claimed nor held, left be for a while");
            return false;
        }
    }

    /** Others may have claimed it meanwhile, and be buying it. */
    private void holdIfStillDue(WaitingOrder order) {
        if (claims.lockDue(List.of(order)).isEmpty()) {
            return;
        }
        Result result =
                moveOrders.apply(List.of(new Move(order.orderId(), HOLD))).get(order.orderId());
        if (!(result instanceof Result.Moved)) {
            throw new IllegalStateException("order " + order.orderId() + " is due, but can't be held: " + result);
        }
    }

    /** This worker leaves it be for a while. */
    synchronized void letRest(long orderId) {
        restUntil.put(orderId, ticker.nanos() + REST.toNanos());
        if (restUntil.size() > MOST) {
            restUntil.remove(restUntil.keySet().iterator().next());
        }
    }
}
