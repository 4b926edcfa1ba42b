package io.waybill.api.admin.upstream;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first so many of all rows that are offered, whatever their number. For one thread. */
final class FirstRows<T> {
    private final int limit;
    private final Comparator<T> order;
    private final PriorityQueue<T> lastOnTop;

    FirstRows(int limit, Comparator<T> order) {
        this.limit = limit;
        this.order = order;
        this.lastOnTop = new PriorityQueue<>(order.reversed());
    }

    void offer(T row) {
        lastOnTop.add(row);
        if (lastOnTop.size() > limit) {
            lastOnTop.remove();
        }
    }

    List<T> inOrder() {
        return lastOnTop.stream().sorted(order).toList();
    }
}
