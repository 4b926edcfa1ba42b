package io.waybill.order.remedy;

import io.waybill.attempt.Attempts;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.Order;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.remedy.RemedyOrders.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is decided for a set of orders, and what came of it so far. Not thread-safe. */
final class Decided {
    private final Map<Long, Standing> standings;
    private final List<Move> moves = new ArrayList<>();
    private final List<Attempts.Ruling> rulings = new ArrayList<>();
    private final List<Attempts.LateSuccess> writtenOff = new ArrayList<>();
    private final Map<Long, OrderRequest> requests = new LinkedHashMap<>();
    private final Map<Long, Remedied> results = new HashMap<>();

    Decided(Map<Long, Standing> standings) {
        this.standings = standings;
    }

    void take(long orderId, Verdict.Take take) {
        moves.add(new Move(orderId, take.step()));
        Attempts.Ruling ruling = take.ruling();
        if (ruling != null) {
            rulings.add(ruling);
        }
        Attempts.LateSuccess loss = take.writtenOff();
        if (loss != null) {
            writtenOff.add(loss);
        }
    }

    void skip(long orderId, Objection objection) {
        Standing standing = standings.get(orderId);
        put(new Remedied.Skipped(orderId, objection, standing == null ? null : standing.reorderedAs()));
    }

    void put(Remedied result) {
        results.put(result.orderId(), result);
    }

    List<Move> moves() {
        return moves;
    }

    List<Attempts.Ruling> rulings() {
        return rulings;
    }

    /** Purchases that the store bears the cost of from now on. */
    List<Attempts.LateSuccess> writtenOff() {
        return writtenOff;
    }

    /** To be placed anew, by the failed order. */
    Map<Long, OrderRequest> requests() {
        return requests;
    }

    Order order(long orderId) {
        return Objects.requireNonNull(standings.get(orderId)).order();
    }

    List<Remedied> inOrder(List<Target> targets) {
        return targets.stream()
                .map(target -> Objects.requireNonNull(results.get(target.orderId())))
                .toList();
    }
}
