package io.waybill.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Two threads: one hands messages to the sender, the other deletes the rows of those that arrived, as many at once as
 * arrived while it deleted the last. A message takes up room from its commit until its row is deleted; one that fails
 * is forgotten here, and left to the sweeper. While the broker is away, one message at a time is tried.
 */
final class MemoryRelay implements Relay, SmartLifecycle {
    /** Stops after everything that appends messages. */
    static final int PHASE = 500;

    private static final Logger log = LoggerFactory.getLogger(MemoryRelay.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final MessageSender sender;
    private final JdbcOutboxRows rows;
    private final OutboxSettings settings;
    private final BlockingQueue<StoredMessage> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    private final Semaphore room;
    private final Outage sending = new Outage(log, "sending messages");
    private final Outage deleting = new Outage(log, "deleting rows of sent messages");
    private final Counter sent;
    private final Counter failed;
    private final Counter leftToSweeper;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean open;
    private @Nullable Thread sendingThread;
    private @Nullable Thread deletingThread;

    MemoryRelay(MessageSender sender, JdbcOutboxRows rows, OutboxSettings settings, MeterRegistry meters) {
        this.sender = sender;
        this.rows = rows;
        this.settings = settings;
        this.room = new Semaphore(settings.relayCapacity());
        this.sent = meters.counter("waybill.relay.sent");
        this.failed = meters.counter("waybill.relay.failed");
        this.leftToSweeper = meters.counter("waybill.relay.left.to.sweeper");
        Gauge.builder("waybill.relay.held", this, relay -> settings.relayCapacity() - relay.room.availablePermits())
                .description("messages between their commit and the deletion of their row")
                .register(meters);
    }

    @Override
    public void offer(List<StoredMessage> committed) {
        if (open && room.tryAcquire(committed.size())) {
            waiting.addAll(committed);
        } else {
            leftToSweeper.increment(committed.size());
        }
    }

    @Override
    public void start() {
        open = true;
        sendingThread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::sendUntilInterrupted);
        deletingThread = Thread.ofPlatform().name("outbox-cleaner").daemon().start(this::deleteUntilInterrupted);
    }

    /** Takes no more, and waits a while for what is on its way; the rest stays in the outbox. */
    @Override
    public void stop() {
        open = false;
        try {
            if (!room.tryAcquire(settings.relayCapacity(), settings.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                log.atInfo().addKeyValue("messages", waiting.size()).log("relay stops, the sweeper sends the rest");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
            end(sendingThread);
            end(deletingThread);
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private static void end(@Nullable Thread thread) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void sendUntilInterrupted() {
        BackOff pause = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
        try {
            while (true) {
                StoredMessage message = waiting.take();
                if (!sending.isOn()) {
                    pause.reset();
                    send(message);
                } else if (!sendAlone(message)) {
                    var _ = stopped.await(pause.afterFailure().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(StoredMessage message) {
        var _ = sender.send(message.message()).whenComplete((_, failure) -> settle(message, failure));
    }

    /** Sends a message and waits for what becomes of it. */
    private boolean sendAlone(StoredMessage message) throws InterruptedException {
        var result = sender.send(message.message());
        Semaphore done = new Semaphore(0);
        var _ = result.whenComplete((_, failure) -> {
            settle(message, failure);
            done.release();
        });
        done.acquire();
        return !result.isCompletedExceptionally();
    }

    private void settle(StoredMessage message, @Nullable Throwable failure) {
        if (failure == null) {
            sending.over();
            sent.increment();
            arrived.add(message.id());
        } else {
            sending.failed(failure);
            failed.increment();
            room.release();
        }
    }

    private void deleteUntilInterrupted() {
        List<Long> ids = new ArrayList<>();
        try {
            while (true) {
                ids.add(arrived.take());
                arrived.drainTo(ids, settings.deleteBatch() - 1);
                delete(ids);
                room.release(ids.size());
                ids.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rows that could not be deleted are sent once more by the sweeper, which does no harm. */
    private void delete(List<Long> ids) {
        try {
            rows.delete(ids);
            deleting.over();
        } catch (RuntimeException e) {
            deleting.failed(e);
        }
    }
}
