package io.waybill.order.remedy;

import io.waybill.attempt.Attempts;
import io.waybill.money.Usd;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Order;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrders.Slot;
import io.waybill.order.placing.Placement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Applies a remedy to orders, each by itself: one that it is not for keeps no other from it. All of it takes part in
 * the caller's transaction, so that what happened is exactly what was committed. Locks in the order that holds
 * everywhere: the orders, and for new ones wallets, keys and stock; an answer of a provider that comes at the same
 * moment is settled before, and the remedy sees it, or after, and finds its attempt resolved. Thread-safe.
 */
public final class RemedyOrders {
    /** The most orders at a time. */
    public static final int MAX_ORDERS = 200;

    private final JdbcStandings standings;
    private final RemedyRules rules;
    private final Attempts attempts;
    private final MoveOrders moveOrders;
    private final PlaceOrders placeOrders;

    RemedyOrders(
            JdbcStandings standings,
            RemedyRules rules,
            Attempts attempts,
            MoveOrders moveOrders,
            PlaceOrders placeOrders) {
        this.standings = standings;
        this.rules = rules;
        this.attempts = attempts;
        this.moveOrders = moveOrders;
        this.placeOrders = placeOrders;
    }

    /**
     * @param targets at most {@link #MAX_ORDERS}, each order once
     * @return what became of each, in their order
     * @throws IllegalStateException if there is no transaction
     */
    public List<Remedied> apply(Remedy remedy, List<Target> targets) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a remedy is applied in a transaction, with its audit entry");
        }
        standings.lock(ids(targets));
        Decided decided = decide(remedy, targets);
        attempts.resolveUnknown(decided.rulings());
        attempts.recordLateSuccesses(decided.writtenOff());
        move(decided);
        placeAgain(decided);
        return decided.inOrder(targets);
    }

    /** What {@link #apply} would do now, each order looked at by itself. Locks nothing and changes nothing. */
    public List<Remedied> plan(Remedy remedy, List<Target> targets) {
        Decided decided = decide(remedy, targets);
        decided.moves().forEach(move -> {
            Order order = decided.order(move.orderId());
            decided.put(new Remedied.Done(order, order, order.charged(), null));
        });
        decided.requests().forEach((orderId, request) -> decided.put(checked(decided.order(orderId), request)));
        return decided.inOrder(targets);
    }

    /** Which remedies are for the orders as they stand now, by order id. */
    public Map<Long, Set<Remedy.Kind>> possible(List<Long> orderIds) {
        List<Remedy> all = List.of(
                new Remedy.Retry(),
                new Remedy.Refund(),
                new Remedy.ResolveBought(null, null),
                new Remedy.ResolveNotBought(),
                new Remedy.Reorder());
        Map<Long, Set<Remedy.Kind>> possible = new HashMap<>();
        standings.read(orderIds).forEach((orderId, standing) -> {
            Set<Remedy.Kind> kinds = EnumSet.noneOf(Remedy.Kind.class);
            all.stream()
                    .filter(remedy -> !(rules.on(standing, remedy) instanceof Verdict.Leave))
                    .forEach(remedy -> kinds.add(remedy.kind()));
            possible.put(orderId, kinds);
        });
        return possible;
    }

    private Decided decide(Remedy remedy, List<Target> targets) {
        Map<Long, Standing> found = standings.read(ids(targets));
        Decided decided = new Decided(found);
        for (Target target : targets) {
            switch (verdict(remedy, target, found.get(target.orderId()))) {
                case Verdict.Leave(Objection objection) -> decided.skip(target.orderId(), objection);
                case Verdict.PlaceAgain(OrderRequest request) ->
                    decided.requests().put(target.orderId(), request);
                case Verdict.Take take -> decided.take(target.orderId(), take);
            }
        }
        return decided;
    }

    private Verdict verdict(Remedy remedy, Target target, @Nullable Standing standing) {
        if (standing == null) {
            return new Verdict.Leave(Objection.ORDER_NOT_FOUND);
        }
        Integer expected = target.expectedVersion();
        if (expected != null && expected != standing.order().version()) {
            return new Verdict.Leave(Objection.VERSION_CHANGED);
        }
        return rules.on(standing, remedy);
    }

    private void move(Decided decided) {
        moveOrders.apply(decided.moves()).forEach((orderId, result) -> {
            if (!(result instanceof Result.Moved(Order moved))) {
                throw new IllegalStateException("order " + orderId + " did not take its step: " + result);
            }
            Order before = decided.order(orderId);
            decided.put(new Remedied.Done(before, moved, before.charged(), null));
        });
    }

    private void placeAgain(Decided decided) {
        List<OrderRequest> requests = List.copyOf(decided.requests().values());
        if (requests.isEmpty()) {
            return;
        }
        List<Long> ids = placeOrders.nextIds(requests.size());
        List<Slot> slots = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            slots.add(new Slot(ids.get(i), requests.get(i), false));
        }
        List<Placement> placements = placeOrders.placeWithin(slots);
        for (int i = 0; i < requests.size(); i++) {
            Order failed = decided.order(Objects.requireNonNull(requests.get(i).reorderOf()));
            decided.put(placed(failed, placements.get(i)));
        }
    }

    private static Remedied placed(Order failed, Placement placement) {
        return switch (placement) {
            case Placement.Accepted(Order order, boolean _, var _) ->
                new Remedied.Done(failed, failed, order.charged(), order);
            case Placement.Refused(var refusal) -> new Remedied.Failed(failed.id(), refusal);
            case Placement.Uncertain _ -> throw new IllegalStateException("not committed yet, so there is no doubt");
        };
    }

    private Remedied checked(Order failed, OrderRequest request) {
        return switch (placeOrders.check(request)) {
            case PlaceOrders.Checked.Fits(var _, Usd charge) -> new Remedied.Done(failed, failed, charge, null);
            case PlaceOrders.Checked.Refused(var refusal) -> new Remedied.Failed(failed.id(), refusal);
        };
    }

    private static List<Long> ids(List<Target> targets) {
        return targets.stream().map(Target::orderId).toList();
    }

    /** @param expectedVersion leave the order alone if it has moved on since; null: only the rules decide */
    public record Target(long orderId, @Nullable Integer expectedVersion) {
        public Target(long orderId) {
            this(orderId, null);
        }
    }
}
