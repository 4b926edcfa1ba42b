package io.waybill.order.placing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes repeats of a request safe: an order is made once per idempotency key, and a batch that is run again finds the
 * orders that it made. Thread-safe; takes part in the caller's transaction.
 */
final class Repeats {
    private final JdbcIdempotencyKeys keys;
    private final JdbcNewOrders orders;

    Repeats(JdbcIdempotencyKeys keys, JdbcNewOrders orders) {
        this.keys = keys;
        this.orders = orders;
    }

    /** Recognises the orders of slots whose batch failed, and was committed after all. */
    void recognise(Placements placements) {
        List<Long> ids = placements.open().stream()
                .filter(PlaceOrders.Slot::repeated)
                .map(PlaceOrders.Slot::orderId)
                .toList();
        orders.placed(ids, false).forEach(placements::settle);
    }

    /** Answers requests whose key is bound already, whatever has become of item, price or wallet since. */
    void answerBound(Placements placements) {
        answerBound(placements.open(), placements);
    }

    private void answerBound(List<PlaceOrders.Slot> slots, Placements placements) {
        Map<Key, List<PlaceOrders.Slot>> byKey = new HashMap<>();
        for (PlaceOrders.Slot slot : slots) {
            Key key = Key.of(slot.request());
            if (key != null) {
                byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(slot);
            }
        }
        Map<Key, JdbcIdempotencyKeys.Binding> bindings = keys.find(byKey.keySet());
        Map<Long, Placement.Accepted> originals = orders.placed(
                bindings.values().stream()
                        .map(JdbcIdempotencyKeys.Binding::orderId)
                        .toList(),
                true);
        bindings.forEach((key, binding) -> {
            Placement.Accepted original = Objects.requireNonNull(originals.get(binding.orderId()));
            for (PlaceOrders.Slot repeat : byKey.getOrDefault(key, List.of())) {
                placements.settle(repeat.orderId(), answer(repeat, binding.hash(), original));
            }
        });
    }

    /**
     * Sets aside all but the first of the open requests that share a key: they are answered by what becomes of it.
     *
     * @return those set aside, by the id of the first
     */
    Map<Long, List<PlaceOrders.Slot>> setAsideFollowers(Placements placements) {
        Map<Key, Long> leaders = new HashMap<>();
        Map<Long, List<PlaceOrders.Slot>> followers = new LinkedHashMap<>();
        for (PlaceOrders.Slot slot : placements.open()) {
            Key key = Key.of(slot.request());
            Long leader = key == null ? null : leaders.putIfAbsent(key, slot.orderId());
            if (leader != null) {
                followers.computeIfAbsent(leader, _ -> new ArrayList<>()).add(slot);
                placements.setAside(slot);
            }
        }
        return followers;
    }

    /**
     * Binds the keys of drafts. One that another transaction has bound in the meantime is answered by the order that it
     * made.
     *
     * @return the drafts that go on
     */
    List<Draft> bind(List<Draft> drafts, Placements placements) {
        List<Draft> keyed = withKey(drafts);
        if (keyed.isEmpty()) {
            return drafts;
        }
        Set<Long> bound = keys.bindIfFree(keyed);
        List<Draft> lost =
                keyed.stream().filter(draft -> !bound.contains(draft.orderId())).toList();
        if (!lost.isEmpty()) {
            answerBound(
                    lost.stream().map(draft -> placements.slot(draft.orderId())).toList(), placements);
        }
        return drafts.stream()
                .filter(draft -> placements.isOpen(draft.orderId()))
                .toList();
    }

    /** Frees the keys of drafts that are refused after all: a refusal is not remembered. */
    void release(List<Draft> refused) {
        List<Draft> keyed = withKey(refused);
        if (!keyed.isEmpty()) {
            keys.release(keyed);
        }
    }

    /** Answers those that were set aside. */
    static void answerFollowers(Map<Long, List<PlaceOrders.Slot>> followers, Placements placements) {
        followers.forEach((leaderId, slots) -> {
            PlaceOrders.Slot leader = placements.slot(leaderId);
            RequestHash hash = RequestHash.of(leader.request());
            for (PlaceOrders.Slot slot : slots) {
                placements.settle(slot.orderId(), answer(slot, hash, placements.of(leaderId)));
            }
        });
    }

    private static Placement answer(PlaceOrders.Slot slot, RequestHash hash, Placement first) {
        boolean same = RequestHash.of(slot.request()).equals(hash);
        return switch (first) {
            case Placement.Accepted accepted
            when same -> new Placement.Accepted(accepted.order(), true, accepted.balanceAfter());
            case Placement.Accepted _ -> new Placement.Refused(Refusals.keyReused());
            case Placement.Refused refused when same -> refused;
            case Placement.Refused _, Placement.Uncertain _ -> new Placement.Refused(Refusals.keyInUse());
        };
    }

    private static List<Draft> withKey(List<Draft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.request().idempotencyKey() != null)
                .toList();
    }
}
