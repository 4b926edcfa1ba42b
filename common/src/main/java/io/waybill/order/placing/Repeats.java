package io.waybill.order.placing;

import io.waybill.order.Order;
import java.util.ArrayList;
import java.util.Collection;
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

    /**
     * Recognises the orders of slots whose batch failed, and was committed after all. An id alone is no proof: a
     * database that crashed, and lost that batch, may have lost that it gave the ids as well, and given them again.
     */
    void recognise(Placements placements) {
        List<Long> ids = placements.open().stream()
                .filter(PlaceOrders.Slot::repeated)
                .map(PlaceOrders.Slot::orderId)
                .toList();
        orders.placed(ids, false).forEach((id, accepted) -> {
            if (!isFor(placements.slot(id).request(), accepted.order())) {
                throw new IllegalStateException("order " + id + " is another's");
            }
            placements.settle(id, accepted);
        });
    }

    private static boolean isFor(OrderRequest request, Order order) {
        return order.walletId() == request.buyer().walletId()
                && order.itemId() == request.itemId()
                && Objects.equals(order.playerId(), request.playerId())
                && Objects.equals(order.externalRef(), request.externalRef());
    }

    /**
     * Sets aside all but the first of the open requests that share a key: they are answered by what becomes of it, or
     * of the order that the key is bound to already.
     */
    static Followers setAsideFollowers(Placements placements) {
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
        return new Followers(followers);
    }

    /**
     * Answers those of the open requests whose key is bound already, whatever has become of item, price or wallet
     * since.
     */
    void answerBound(Collection<Long> orderIds, Followers followers, Placements placements) {
        Map<Key, PlaceOrders.Slot> byKey = new HashMap<>();
        for (Long orderId : orderIds) {
            PlaceOrders.Slot slot = placements.slot(orderId);
            Key key = Key.of(slot.request());
            if (key != null) {
                byKey.put(key, slot);
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
            PlaceOrders.Slot repeat = Objects.requireNonNull(byKey.get(key));
            placements.settle(repeat.orderId(), answer(repeat, binding.hash(), original));
            for (PlaceOrders.Slot follower : followers.remove(repeat.orderId())) {
                placements.settle(follower.orderId(), answer(follower, binding.hash(), original));
            }
        });
    }

    /**
     * Binds the keys of drafts. One that is bound already is answered by the order that it made.
     *
     * @return the drafts that go on
     */
    List<Draft> bind(List<Draft> drafts, Followers followers, Placements placements) {
        List<Draft> keyed = withKey(drafts);
        if (keyed.isEmpty()) {
            return drafts;
        }
        Set<Long> bound = keys.bindIfFree(keyed);
        List<Long> lost = keyed.stream()
                .map(Draft::orderId)
                .filter(orderId -> !bound.contains(orderId))
                .toList();
        answerBound(lost, followers, placements);
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

    /** Slots that were set aside, by the order id of the first with their key. Not thread-safe. */
    static final class Followers {
        private final Map<Long, List<PlaceOrders.Slot>> byLeader;

        private Followers(Map<Long, List<PlaceOrders.Slot>> byLeader) {
            this.byLeader = byLeader;
        }

        private List<PlaceOrders.Slot> remove(long leader) {
            List<PlaceOrders.Slot> slots = byLeader.remove(leader);
            return slots == null ? List.of() : slots;
        }

        /** Answers those that are left by what became of the first. */
        void follow(Placements placements) {
            byLeader.forEach((leaderId, slots) -> {
                RequestHash hash = RequestHash.of(placements.slot(leaderId).request());
                for (PlaceOrders.Slot slot : slots) {
                    placements.settle(slot.orderId(), answer(slot, hash, placements.of(leaderId)));
                }
            });
        }
    }
}
