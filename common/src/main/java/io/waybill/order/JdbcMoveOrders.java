package io.waybill.order;

import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionSynchronizationManager;

final class JdbcMoveOrders implements MoveOrders {
    private final JdbcOrderChanges orders;
    private final Ledger ledger;
    private final Outbox outbox;

    JdbcMoveOrders(JdbcOrderChanges orders, Ledger ledger, Outbox outbox) {
        this.orders = orders;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    @Override
    public Map<Long, Result> apply(List<Move> moves) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("orders are moved in a transaction, with what goes with it");
        }
        Map<Long, Order> locked = orders.lock(moves.stream().map(Move::orderId).toList()).stream()
                .collect(Collectors.toMap(Order::id, Function.identity()));
        Map<Long, Result> results = new HashMap<>();
        List<OrderChange> changes = new ArrayList<>();
        for (Move move : moves) {
            switch (decide(move, locked)) {
                case Decision.Legal(OrderChange change) -> changes.add(change);
                case Decision.Illegal(Result result) -> results.put(move.orderId(), result);
            }
        }
        for (Order moved : write(changes)) {
            results.put(moved.id(), new Result.Moved(moved));
        }
        return results;
    }

    private static Decision decide(Move move, Map<Long, Order> locked) {
        Order order = locked.get(move.orderId());
        if (order == null) {
            return new Decision.Illegal(new Result.NotFound());
        }
        if (move.expectedVersion() != null && move.expectedVersion() != order.version()) {
            return new Decision.Illegal(new Result.VersionChanged(order));
        }
        if (!OrderTransitions.allows(order.status(), move.step()) || isCanceledWhileUnknown(order, move.step())) {
            return new Decision.Illegal(new Result.NotAllowed(order));
        }
        return new Decision.Legal(OrderChange.of(order, move.step()));
    }

    /** The provider may have sold it: nobody's wish refunds it. */
    private static boolean isCanceledWhileUnknown(Order order, Step step) {
        return step instanceof Step.Cancel && order.holdReason() == HoldReason.OUTCOME_UNKNOWN;
    }

    private List<Order> write(List<OrderChange> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<Order> moved = orders.update(changes);
        orders.appendEvents(changes);
        List<Posting> postings =
                changes.stream().flatMap(change -> change.postings().stream()).toList();
        ledger.lock(postings.stream().flatMap(JdbcMoveOrders::walletOf).toList());
        ledger.post(postings);
        outbox.append(messages(moved));
        return moved;
    }

    private static Stream<Long> walletOf(Posting posting) {
        return posting instanceof Posting.OfWallet ofWallet ? Stream.of(ofWallet.walletId()) : Stream.empty();
    }

    /** A claim is told to nobody: what comes of it will be. */
    private static List<Message> messages(List<Order> moved) {
        return moved.stream()
                .filter(order -> order.status() != OrderStatus.PROCESSING)
                .flatMap(order -> OrderMessages.changed(order).stream())
                .toList();
    }

    private sealed interface Decision {
        record Legal(OrderChange change) implements Decision {}

        record Illegal(Result result) implements Decision {}
    }
}
