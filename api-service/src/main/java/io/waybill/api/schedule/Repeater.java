package io.waybill.api.schedule;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task again and again, on a virtual thread of its own, until it is closed. A run that fails is logged; the next
 * one comes.
 */
public final class Repeater implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Repeater.class);

    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> runs;

    private Repeater(ScheduledExecutorService executor, ScheduledFuture<?> runs) {
        this.executor = executor;
        this.runs = runs;
    }

    /** @param pause between the end of one run and the start of the next, and before the first */
    public static Repeater start(String name, Duration pause, Runnable task) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
        ScheduledFuture<?> runs = executor.scheduleWithFixedDelay(
                () -> run(name, task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return new Repeater(executor, runs);
    }

    private static void run(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("task", name)
                    .addKeyValue("cause", e.toString())
                    .log("task failed, it will run again");
        }
    }

    /** Lets a run that is under way come to its end, and starts no other. */
    @Override
    public void close() {
        runs.cancel(false);
        executor.close();
    }
}
