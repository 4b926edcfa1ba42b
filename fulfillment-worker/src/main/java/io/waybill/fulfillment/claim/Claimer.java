package io.waybill.fulfillment.claim;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.dispatch.Claimed;
import io.waybill.fulfillment.dispatch.Dispatcher;
import io.waybill.fulfillment.line.Reservation;
import io.waybill.fulfillment.session.Session;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Order;
import io.waybill.provider.Purchase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Claims orders: in ONE transaction they become {@code processing} and their attempts are written; after its commit,
 * and only then, they are handed over to be bought. Never claims more than was reserved, nor in a session that is not
 * fresh. Thread-safe.
 */
final class Claimer {
    private static final Logger log = LoggerFactory.getLogger(Claimer.class);

    private static final int RESUMED_AT_ONCE = 1_000;

    private final JdbcClaims claims;
    private final MoveOrders moveOrders;
    private final TransactionOperations transaction;
    private final SessionKeeper keeper;
    private final Dispatcher dispatcher;
    private final Supplier<String> references;
    private final SetAside setAside;
    private final Probe probe;
    private final MeterRegistry meters;

    Claimer(
            JdbcClaims claims,
            MoveOrders moveOrders,
            TransactionOperations transaction,
            SessionKeeper keeper,
            Dispatcher dispatcher,
            Supplier<String> references,
            SetAside setAside,
            Probe probe,
            MeterRegistry meters) {
        this.claims = claims;
        this.moveOrders = moveOrders;
        this.transaction = transaction;
        this.keeper = keeper;
        this.dispatcher = dispatcher;
        this.references = references;
        this.setAside = setAside;
        this.probe = probe;
        this.meters = meters;
    }

    /**
     * Claims what is due at a provider, the oldest first.
     *
     * @return how many due orders there were, up to the size of the reservation
     */
    int claimDue(Reservation reserved) {
        if (reserved.size() == 0) {
            return 0;
        }
        long providerId = reserved.providerId();
        Claim claim = new Claim(Map.of(providerId, reserved));
        try {
            run(
                    "puller",
                    claim,
                    () -> reserved.isProbe()
                            ? claims.lockDueOrHeldOf(providerId, reserved.size(), setAside.orders())
                            : claims.lockDueOf(providerId, reserved.size(), setAside.orders()));
        } catch (DataAccessResourceFailureException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            claimEachAlone(claim.due, reserved, e);
        }
        return claim.due.size();
    }

    /** Makes due what is held for a provider that is back. */
    void resumeHeld(long providerId) {
        int resumed = 0;
        int now;
        do {
            now = claims.makeHeldDue(providerId, RESUMED_AT_ONCE);
            resumed += now;
        } while (now == RESUMED_AT_ONCE);
        if (resumed > 0) {
            log.atInfo()
                    .addKeyValue("provider", providerId)
                    .addKeyValue("orders", resumed)
                    .log("held orders go on");
        }
    }

    /** One of them spoils the claim: it is set aside, and the others go on. */
    private void claimEachAlone(List<Long> due, Reservation reserved, RuntimeException cause) {
        log.atWarn()
                .addKeyValue("orders", due.size())
                .setCause(cause)
                .log("a claim failed, each order is claimed alone");
        long providerId = reserved.providerId();
        for (Long orderId : due) {
            WaitingOrder alone = new WaitingOrder(orderId, providerId);
            try {
                run("puller", new Claim(Map.of(providerId, reserved)), () -> claims.lockDue(List.of(alone)));
            } catch (DataAccessResourceFailureException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                setAside.add(alone, e);
            }
        }
    }

    /**
     * Claims those of the named orders that are waiting and due; the others are duplicates, or have been taken.
     *
     * @param reserved by provider, for at least as many orders as are named of it
     */
    void claimNamed(List<WaitingOrder> named, Map<Long, Reservation> reserved) {
        if (!named.isEmpty()) {
            run("kafka", new Claim(reserved), () -> claims.lockDue(named));
        }
    }

    private void run(String source, Claim claim, Supplier<List<Long>> lockDue) {
        Session session = keeper.fresh();
        if (session == null || !claim.reserved.values().stream().allMatch(Reservation::isValid)) {
            return; // in this order: what is valid now was reserved under the share of this session
        }
        try {
            transaction.executeWithoutResult(_ -> claimTogether(session, claim, lockDue));
        } catch (RuntimeException e) {
            dispatcher.neverSent(claim.purchases);
            throw e;
        }
        if (claim.purchases.isEmpty()) {
            return;
        }
        probe.reached(Checkpoint.AFTER_CLAIM_COMMIT);
        claim.purchases.stream()
                .collect(Collectors.groupingBy(Claimed::providerId, Collectors.summingInt(_ -> 1)))
                .forEach((providerId, count) -> claim.reserved(providerId).use(count));
        dispatcher.dispatch(claim.purchases);
        meters.counter("waybill.fulfillment.claimed", "source", source).increment(claim.purchases.size());
    }

    private void claimTogether(Session session, Claim claim, Supplier<List<Long>> lockDue) {
        if (!claims.lockSessionUnlessEnded(session.id())) {
            return;
        }
        claim.due = lockDue.get();
        if (claim.due.isEmpty()) {
            return;
        }
        List<Plan> plans = plans(claim.due);
        Map<Long, Order> orders = move(plans);
        buy(session, claim, only(Plan.Buy.class, plans), orders);
        buyAgain(session, claim, only(Plan.BuyAgain.class, plans), orders);
        if (!claim.purchases.isEmpty()) {
            probe.reached(Checkpoint.BEFORE_CLAIM_COMMIT);
        }
    }

    private List<Plan> plans(List<Long> due) {
        Map<Long, LastAttempt> last =
                claims.lastAttempts(due).stream().collect(Collectors.toMap(LastAttempt::orderId, Function.identity()));
        Set<Long> overpriced = claims.overpriced(due);
        return due.stream()
                .map(id -> Plan.of(id, last.get(id), references.get()))
                .map(plan -> overpriced.contains(plan.orderId()) ? plan.ifOverpriced() : plan)
                .toList();
    }

    private Map<Long, Order> move(List<Plan> plans) {
        Map<Long, Order> moved = new HashMap<>();
        moveOrders
                .apply(plans.stream()
                        .map(plan -> new Move(plan.orderId(), plan.step()))
                        .toList())
                .forEach((orderId, result) -> {
                    if (!(result instanceof Result.Moved(Order order))) {
                        throw new IllegalStateException(
                                "order " + orderId + " is due, but can't be claimed: " + result);
                    }
                    moved.put(orderId, order);
                });
        return moved;
    }

    private void buy(Session session, Claim claim, List<Plan.Buy> plans, Map<Long, Order> orders) {
        if (plans.isEmpty()) {
            return;
        }
        Map<Long, Plan.Buy> byOrder = plans.stream().collect(Collectors.toMap(Plan.Buy::orderId, Function.identity()));
        for (JdbcClaims.Written written : claims.insertAttempts(session.id(), plans)) {
            String reference =
                    Objects.requireNonNull(byOrder.get(written.orderId())).reference();
            claim.purchases.add(
                    claimed(session, claim, written.attemptId(), 1, reference, order(orders, written.orderId())));
        }
    }

    private void buyAgain(Session session, Claim claim, List<Plan.BuyAgain> plans, Map<Long, Order> orders) {
        if (plans.isEmpty()) {
            return;
        }
        claims.sendAgainIfUnknown(session.id(), plans);
        for (Plan.BuyAgain plan : plans) {
            LastAttempt last = plan.attempt();
            claim.purchases.add(claimed(
                    session,
                    claim,
                    last.attemptId(),
                    last.sends() + 1,
                    last.reference(),
                    order(orders, plan.orderId())));
        }
    }

    private static <P extends Plan> List<P> only(Class<P> kind, List<Plan> plans) {
        return plans.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Order order(Map<Long, Order> orders, long id) {
        return Objects.requireNonNull(orders.get(id));
    }

    private static Claimed claimed(
            Session session, Claim claim, long attemptId, int send, String reference, Order order) {
        long providerId = Objects.requireNonNull(order.providerId());
        Purchase purchase = new Purchase(
                order.id(),
                reference,
                Objects.requireNonNull(order.externalId()),
                order.quantity(),
                order.playerId(),
                order.checkout());
        return new Claimed(
                attemptId,
                send,
                providerId,
                session,
                purchase,
                claim.reserved(providerId).isProbe());
    }

    /** What one transaction claims. */
    private static final class Claim {
        private final Map<Long, Reservation> reserved;
        private List<Long> due = List.of();
        private final List<Claimed> purchases = new ArrayList<>();

        /** @param reserved by provider */
        Claim(Map<Long, Reservation> reserved) {
            this.reserved = reserved;
        }

        Reservation reserved(long providerId) {
            return Objects.requireNonNull(reserved.get(providerId));
        }
    }
}
