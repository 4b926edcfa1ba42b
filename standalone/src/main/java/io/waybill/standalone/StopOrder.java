package io.waybill.standalone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be stopped in the reverse order: PostgreSQL and Kafka outlive the services that use them.
 * Thread-safe; what is added after the stop began is stopped at once.
 */
final class StopOrder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StopOrder.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Started> started = new ArrayDeque<>();
    private boolean stopping;

    /**
     * Adds what has just been started.
     *
     * @param limit how long its stop may take before the next one's begins
     * @throws StartInterrupted if everything is being stopped; this too is stopped then
     */
    <T extends AutoCloseable> T add(String name, Duration limit, T closeable) {
        Started late = new Started(name, limit, closeable);
        lock.lock();
        try {
            if (!stopping) {
                started.push(late);
                return closeable;
            }
        } finally {
            lock.unlock();
        }
        late.stop();
        throw new StartInterrupted();
    }

    /** Stops everything, the newest first; again does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
        for (Started next = poll(); next != null; next = poll()) {
            next.stop();
        }
    }

    private @Nullable Started poll() {
        lock.lock();
        try {
            return started.poll();
        } finally {
            lock.unlock();
        }
    }

    /** The start was given up because the process is asked to end. */
    static final class StartInterrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Started(String name, Duration limit, AutoCloseable closeable) {
        void stop() {
            Thread closing = Thread.ofVirtual().name("stop-" + name).start(this::close);
            try {
                if (!closing.join(limit)) {
                    log.atWarn()
                            .addKeyValue("what", name)
                            .addKeyValue("limit", limit)
                            .log("does not stop in time, going on");
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void close() {
            try {
                closeable.close();
                log.atInfo().addKeyValue("what", name).log("stopped");
            } catch (Exception e) {
                log.atError().addKeyValue("what", name).setCause(e).log("did not stop well");
            }
        }
    }
}
