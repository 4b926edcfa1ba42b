package io.waybill.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what the relays left behind: messages of instances that died, that found no room, or that the broker did not
 * take. One of all instances is elected for it. A message may be sent twice, which does no harm: it only says "look at
 * order X".
 */
final class Sweeper implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final int MAX_REFUSED_IN_A_ROW = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final JdbcElection election;
    private final JdbcOutboxRows rows;
    private final MessageSender sender;
    private final OutboxSettings settings;
    private final Counter swept;
    private final SweepStart start;
    private final Outage outage = new Outage(log, "sweeping the outbox");
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    Sweeper(
            JdbcElection election,
            JdbcOutboxRows rows,
            MessageSender sender,
            OutboxSettings settings,
            MeterRegistry meters) {
        this.election = election;
        this.rows = rows;
        this.sender = sender;
        this.settings = settings;
        this.swept = meters.counter("waybill.outbox.swept");
        this.start = new SweepStart(age(), System.nanoTime());
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("outbox-sweeper").daemon().start(this::run);
    }

    @Override
    public void stop() {
        stop.countDown();
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            running.join(settings.stopWithin());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running.interrupt();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return MemoryRelay.PHASE;
    }

    private void run() {
        BackOff pause = new BackOff(settings.sweepInterval(), LONGEST_PAUSE);
        try {
            Duration wait = settings.sweepInterval();
            while (!stop.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                if (sweepIfElected()) {
                    pause.reset();
                    wait = settings.sweepInterval();
                } else {
                    wait = pause.afterFailure();
                }
            }
            election.resign();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("the lease of the sweeper runs out by itself");
        }
    }

    /** False if something failed; what was not sent is still there for the next time. */
    private boolean sweepIfElected() throws InterruptedException {
        try {
            if (election.stand()) {
                sweep();
                outage.over();
            }
            return true;
        } catch (RuntimeException e) {
            outage.failed(e);
            return false;
        }
    }

    private void sweep() throws InterruptedException {
        Duration age = age();
        long beganAt = System.nanoTime();
        long newest = rows.newestId();
        long afterId = start.next(beganAt);
        long firstLeft = Long.MAX_VALUE;
        List<StoredMessage> batch;
        do {
            batch = rows.olderThan(age, afterId, settings.sweepBatch());
            if (!batch.isEmpty()) {
                firstLeft = Math.min(firstLeft, send(batch));
                afterId = batch.getLast().id();
            }
        } while (batch.size() == settings.sweepBatch() && stop.getCount() > 0 && election.stand());
        if (batch.size() < settings.sweepBatch()) {
            start.swept(beganAt, newest, firstLeft);
        }
    }

    private Duration age() {
        return sender.patience().plus(settings.sweepMargin());
    }

    /**
     * Sends a batch and deletes the rows of what arrived. What did not arrive stays, and doesn't keep the others back.
     *
     * @return the lowest id of those that stay; {@link Long#MAX_VALUE} if none does
     * @throws IllegalStateException if nothing arrived: the broker is away
     */
    private long send(List<StoredMessage> batch) throws InterruptedException {
        List<CompletableFuture<Void>> results = handOver(batch);
        List<Long> arrived = new ArrayList<>(results.size());
        long firstLeft =
                results.size() < batch.size() ? batch.get(results.size()).id() : Long.MAX_VALUE;
        @Nullable Throwable failure = null;
        for (int i = 0; i < results.size(); i++) {
            CompletableFuture<Void> result = results.get(i);
            awaitEnd(result);
            if (result.isCompletedExceptionally()) {
                failure = result.exceptionNow();
                firstLeft = Math.min(firstLeft, batch.get(i).id());
            } else {
                arrived.add(batch.get(i).id());
            }
        }
        rows.delete(arrived);
        swept.increment(arrived.size());
        if (arrived.isEmpty()) {
            throw new IllegalStateException("none of " + batch.size() + " messages arrived", failure);
        }
        return firstLeft;
    }

    /** Stops early when the sender refuses one after the other, each of which it may have waited for. */
    private List<CompletableFuture<Void>> handOver(List<StoredMessage> batch) {
        List<CompletableFuture<Void>> results = new ArrayList<>(batch.size());
        int refused = 0;
        for (StoredMessage message : batch) {
            CompletableFuture<Void> result = sender.send(message.message());
            results.add(result);
            refused = result.isCompletedExceptionally() ? refused + 1 : 0;
            if (refused == MAX_REFUSED_IN_A_ROW) {
                break;
            }
        }
        return results;
    }

    private static void awaitEnd(CompletableFuture<Void> result) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        var _ = result.whenComplete((_, _) -> ended.countDown());
        ended.await();
    }
}
