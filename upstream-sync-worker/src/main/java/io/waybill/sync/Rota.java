package io.waybill.sync;

import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.schema.SchemaGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes the turns that are due, as many at once as each job allows, and has each worked by a virtual thread. A provider
 * that hangs holds up one place of one job, nothing else. A stop interrupts the work, and its turns are free for other
 * workers at once.
 */
final class Rota implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Rota.class);

    /** What is nearly done may end by itself: an interrupt in the middle of a statement costs its connection. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final SchemaGuard schema;
    private final Turns turns;
    private final TurnRunner runner;
    private final List<Places> jobs;
    private final SyncSettings settings;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread = Thread.ofPlatform().name("sync-rota").daemon().unstarted(this::work);
    private volatile boolean running;

    Rota(SchemaGuard schema, Turns turns, TurnRunner runner, List<Job> jobs, SyncSettings settings) {
        this.schema = schema;
        this.turns = turns;
        this.runner = runner;
        this.jobs = jobs.stream()
                .map(job -> new Places(job, new Semaphore(job.atOnce())))
                .toList();
        this.settings = settings;
    }

    @Override
    public void start() {
        schema.await();
        running = true;
        thread.start();
        log.atInfo()
                .addKeyValue("protocols", String.join(",", runner.protocols()))
                .log("sync worker at work");
    }

    private void work() {
        try {
            do {
                takeWhatIsDue();
            } while (!stopping.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeWhatIsDue() {
        try {
            turns.openMissing(runner.protocols());
            jobs.forEach(this::takeWhatIsDue);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("turns could not be taken, the next look follows");
        }
    }

    private void takeWhatIsDue(Places places) {
        while (stopping.getCount() > 0 && places.free().tryAcquire()) {
            boolean handedOver = false;
            try {
                Optional<Turn> turn = turns.takeDue(places.job().chore(), runner.protocols());
                turn.ifPresent(taken -> workers.execute(() -> run(places, taken)));
                handedOver = turn.isPresent();
            } finally {
                if (!handedOver) {
                    places.free().release();
                }
            }
            if (!handedOver) {
                return;
            }
        }
    }

    private void run(Places places, Turn turn) {
        try {
            runner.run(places.job(), turn);
        } finally {
            places.free().release();
        }
    }

    @Override
    public void stop() {
        stopping.countDown();
        try {
            thread.join(settings.poll().plus(Duration.ofSeconds(5)));
            workers.shutdown();
            if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
            if (!workers.awaitTermination(settings.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("work did not end in time, its turns pass on by themselves");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running = false;
        log.atInfo().log("sync worker stopped");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private record Places(Job job, Semaphore free) {}
}
