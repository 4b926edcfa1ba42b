package io.waybill.api.intake;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker, one transaction at a time: what has queued up while it ran becomes the next batch. Nothing waits for a
 * batch to fill, so that a lone request is placed at once, and a crowd shares one commit.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BlockingQueue<Entry> queue;
    private final PlaceBatch placeBatch;
    private final IntakeMeters meters;
    private final AtomicBoolean open = new AtomicBoolean();
    private final Thread worker;

    Lane(int number, int capacity, PlaceBatch placeBatch, IntakeMeters meters) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.placeBatch = placeBatch;
        this.meters = meters;
        this.worker = Thread.ofPlatform().name("intake-lane-" + number).daemon().unstarted(this::run);
    }

    void start() {
        open.set(true);
        worker.start();
    }

    /** Queues the request, or refuses it at once. */
    void submit(Waiting waiting) {
        if (!open.get()) {
            refuse(waiting, Shed.CLOSED);
        } else if (!queue.offer(new Entry.Request(waiting))) {
            refuse(waiting, Shed.FULL);
        } else if (!open.get()) {
            // The worker may have gone home in between; if it has not, the request is in good hands.
            refuse(waiting, Shed.CLOSED);
        }
    }

    int queued() {
        return queue.size();
    }

    /** Refuses requests that have waited too long, unless the worker has them. */
    void dropOlderThan(Duration deadline, long now) {
        while (queue.peek() instanceof Entry.Request head && head.waiting().waitedNanos(now) > deadline.toNanos()) {
            refuse(head.waiting(), Shed.DEADLINE);
            queue.remove(head);
        }
    }

    /** Takes no more; what is queued will still be placed. */
    void close(Duration atMost) throws InterruptedException {
        if (open.compareAndSet(true, false)) {
            boolean told = queue.offer(new Entry.End(), atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (!told) {
                log.atWarn().addKeyValue("queued", queue.size()).log("a lane is stuck");
            }
        }
    }

    /** Waits until everything that was queued has its answer. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return worker.join(atMost);
    }

    private void run() {
        List<Entry> taken = new ArrayList<>(PlaceOrders.MAX_BATCH);
        try {
            boolean ended = false;
            while (!ended) {
                taken.add(queue.take());
                queue.drainTo(taken, PlaceOrders.MAX_BATCH - 1);
                ended = taken.stream().anyMatch(Entry.End.class::isInstance);
                place(claim(taken));
                taken.clear();
            }
        } catch (InterruptedException _) {
            log.atWarn().log("lane interrupted");
            Thread.currentThread().interrupt();
        }
    }

    private static List<Waiting> claim(List<Entry> taken) {
        List<Waiting> batch = new ArrayList<>(taken.size());
        for (Entry entry : taken) {
            if (entry instanceof Entry.Request(Waiting waiting) && waiting.claim()) {
                batch.add(waiting);
            }
        }
        return batch;
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

    /** What stands in the queue. */
    private sealed interface Entry {
        record Request(Waiting waiting) implements Entry {}

        /** Behind the last request: the worker goes home. */
        record End() implements Entry {}
    }
}
