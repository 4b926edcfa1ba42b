package io.waybill.api.intake;

import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.Placement;
import java.util.concurrent.CompletableFuture;

/** Takes orders, many at a time. Thread-safe; never blocks. */
public interface Intake {
    /**
     * Queues a request for its wallet's lane.
     *
     * @return always completes within a bounded time, and with a value. While the request is still queued it may be
     *     {@link Placement.Refused refused} as {@code unavailable} (queue full, waited too long, shutting down),
     *     certain that nothing was charged; once in a batch the answer is the truth or {@link Placement.Uncertain}.
     *     Cancelling it has no effect.
     */
    CompletableFuture<Placement> submit(OrderRequest request);

    /** Whether requests are taken now: false before the start and once shutting down. */
    boolean isOpen();
}
