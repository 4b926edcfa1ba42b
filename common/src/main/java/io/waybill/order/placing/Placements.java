package io.waybill.order.placing;

import io.waybill.order.placing.PlaceOrders.Slot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the slots of one batch, joined by order id, never by position. Not thread-safe. */
final class Placements {
    private final Map<Long, Slot> slots = new LinkedHashMap<>();
    private final Map<Long, Slot> open = new LinkedHashMap<>();
    private final Map<Long, Placement> settled = new HashMap<>();

    Placements(List<Slot> batch) {
        for (Slot slot : batch) {
            if (slots.put(slot.orderId(), slot) != null) {
                throw new IllegalArgumentException("order id " + slot.orderId() + " is in the batch twice");
            }
        }
        open.putAll(slots);
    }

    /** The slots that are still to be decided, in the order of the batch. */
    List<Slot> open() {
        return List.copyOf(open.values());
    }

    boolean isOpen(long orderId) {
        return open.containsKey(orderId);
    }

    Slot slot(long orderId) {
        return known(slots.get(orderId), orderId);
    }

    Placement of(long orderId) {
        return known(settled.get(orderId), orderId);
    }

    /** Leaves a slot out of the decision; its placement comes later. */
    void setAside(Slot slot) {
        open.remove(slot.orderId());
    }

    void settle(long orderId, Placement placement) {
        open.remove(orderId);
        if (settled.put(orderId, placement) != null) {
            throw new IllegalStateException("order " + orderId + " was settled twice");
        }
    }

    void settleIfOpen(long orderId, Placement placement) {
        if (isOpen(orderId)) {
            settle(orderId, placement);
        }
    }

    /** One placement per slot, in the order of the batch. */
    List<Placement> inOrder() {
        return slots.keySet().stream().map(this::of).toList();
    }

    private static <T> T known(@Nullable T value, long orderId) {
        if (value == null) {
            throw new IllegalStateException("order " + orderId + " was not settled");
        }
        return value;
    }
}
