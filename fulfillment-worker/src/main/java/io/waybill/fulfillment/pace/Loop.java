package io.waybill.fulfillment.pace;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a step over and over on a platform thread of its own, with a rest in between that {@link #wake} cuts short. A
 * step that throws is logged, and followed by a rest and the next step: a loop ends only when it is stopped.
 * Thread-safe; starts once.
 */
public final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration REST_AFTER_ERROR = Duration.ofMillis(500);

    private final Step step;
    private final Semaphore signals = new Semaphore(0);
    private final Thread thread;
    private volatile boolean running = true;

    public Loop(String name, Step step) {
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Ends the rest that the loop takes now, or else its next one. */
    public void wake() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /** Whether it was not asked to stop; for steps that take long. */
    public boolean isRunning() {
        return running;
    }

    /** Lets the current step end and takes no other one. Returns whether that happened in time. */
    public boolean stop(Duration within) {
        running = false;
        signals.release();
        try {
            return thread.join(within);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IllegalThreadStateException _) {
            return true; // never started
        }
    }

    private void run() {
        while (running) {
            Duration rest = takeStep();
            try {
                if (running && signals.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                    signals.drainPermits();
                }
            } catch (InterruptedException _) {
                running = false;
            }
        }
    }

    private Duration takeStep() {
        try {
            return step.run();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("loop", thread.getName()).setCause(e).log("a step failed, the next one follows");
            return REST_AFTER_ERROR;
        }
    }

    /** One step. */
    @FunctionalInterface
    public interface Step {
        /** Returns how long to rest after it. */
        Duration run();
    }
}
