package io.waybill.api.intake;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker, one transaction at a time: what has queued up while it ran becomes the next batch. A lone request is
 * placed at once. In a crowd, those who were just answered send their next: a batch waits for as many as the one before
 * it had, but no longer than it takes them to come, so that they share one commit instead of leaving the first of them
 * with one of its own.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** About what an answer and the next request need on their way; more would be felt by those who wait. */
    private static final Duration GATHER = Duration.ofMillis(2);

    private final FairQueue queue;
    private final PlaceBatch placeBatch;
    private final IntakeMeters meters;
    private final Thread worker;

    Lane(int number, int capacity, PlaceBatch placeBatch, IntakeMeters meters) {
        this.queue = new FairQueue(capacity);
        this.placeBatch = placeBatch;
        this.meters = meters;
        this.worker =
                Thread.ofPlatform().name("intake-lane-" + number).daemon().unstarted(() -> LaneThread.run(this::run));
    }

    void start() {
        queue.open();
        worker.start();
    }

    /** Queues the request, or refuses at once: it, or one of a wallet that has more than its share of a full lane. */
    void submit(Waiting waiting) {
        queue.offer(waiting).ifPresent(crowdedOut -> refuse(crowdedOut, queue.isClosed() ? Shed.CLOSED : Shed.FULL));
    }

    int queued() {
        return queue.size();
    }

    /** Refuses requests that have waited too long, unless the worker has them. */
    void dropOlderThan(Duration deadline, long now) {
        queue.takeOlderThan(deadline, now).forEach(old -> refuse(old, Shed.DEADLINE));
    }

    /** Takes no more; what is queued will still be placed. */
    void close() {
        queue.close();
    }

    /** Waits until everything that was queued has its answer. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return worker.join(atMost);
    }

    private void run() {
        try {
            List<Waiting> taken = queue.take(PlaceOrders.MAX_BATCH, 1, GATHER);
            while (!taken.isEmpty()) {
                place(taken.stream().filter(Waiting::claim).toList());
                taken = queue.take(PlaceOrders.MAX_BATCH, taken.size(), GATHER);
            }
        } catch (InterruptedException _) {
            log.atWarn().log("lane interrupted");
            Thread.currentThread().interrupt();
        }
    }

    private void place(List<Waiting> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<OrderRequest> requests = batch.stream().map(Waiting::request).toList();
        List<Placement> placements = placeBatch.place(requests);
        long now = System.nanoTime();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(placements.get(i));
            meters.answered(placements.get(i), batch.get(i).waitedNanos(now));
        }
        meters.placed(batch.size());
    }

    private void refuse(Waiting waiting, Shed why) {
        if (waiting.claim()) {
            meters.shed(why);
            waiting.answer()
                    .complete(new Placement.Refused(Refusal.of(ErrorCode.UNAVAILABLE, why.message(), RETRY_AFTER)));
        }
    }
}
