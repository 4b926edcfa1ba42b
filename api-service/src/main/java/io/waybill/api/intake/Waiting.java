package io.waybill.api.intake;

import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request in its lane, until somebody claims it: the lane, to place it, or the clock, to refuse it. Thread-safe. */
final class Waiting {
    private final OrderRequest request;
    private final long since;
    private final CompletableFuture<Placement> answer = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();

    /** @param since by {@link System#nanoTime} */
    Waiting(OrderRequest request, long since) {
        this.request = request;
        this.since = since;
    }

    OrderRequest request() {
        return request;
    }

    CompletableFuture<Placement> answer() {
        return answer;
    }

    long waitedNanos(long now) {
        return now - since;
    }

    /** True for the first who asks, and only for that one: from then on the answer is theirs to give. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }
}
