package io.waybill.api.health;

import io.waybill.api.intake.Intake;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this instance can take orders now: intake open, database writable, schema right. The database is asked at
 * most twice a second, however often this is called, and by one thread at a time. Thread-safe.
 */
final class Readiness {
    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration FRESH_FOR = Duration.ofMillis(500);

    private final Intake intake;
    private final BooleanSupplier database;
    private final LongSupplier nanoTime;
    private final AtomicReference<Known> known;

    Readiness(Intake intake, BooleanSupplier database, LongSupplier nanoTime) {
        this.intake = intake;
        this.database = database;
        this.nanoTime = nanoTime;
        this.known = new AtomicReference<>(new Known(false, nanoTime.getAsLong() - FRESH_FOR.toNanos()));
    }

    boolean canTakeOrders() {
        return intake.isOpen() && isDatabaseReady();
    }

    private boolean isDatabaseReady() {
        Known last = known.get();
        long now = nanoTime.getAsLong();
        if (now - last.askedAt < FRESH_FOR.toNanos()) {
            return last.ready;
        }
        boolean ready = ask();
        known.compareAndSet(last, new Known(ready, now));
        return ready;
    }

    private boolean ask() {
        try {
            return database.getAsBoolean();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("cause", e.toString()).log("database not ready");
            return false;
        }
    }

    private record Known(boolean ready, long askedAt) {}
}
