package io.waybill.checks;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How a run leaves the processors to those who order meanwhile: between two statements it rests three times as long as
 * the first took, as long as the run is young and nobody waits for its end. For one thread.
 */
final class Pace {
    private static final int RESTS = 3;

    /** A run's session is idle in its transaction meanwhile, and PostgreSQL ends those that are so for ten seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** How soon a run that rests notices that somebody waits. */
    private static final Duration LOOK = Duration.ofMillis(10);

    private final BooleanSupplier awaited;
    private final LongSupplier nanoTime;
    private final LongConsumer park;
    private final long end;
    private long owedNanos;
    private long restedNanos;

    /**
     * A pace that rests; the run begins now.
     *
     * @param young how old a run may be that rests
     * @param awaited whether somebody waits for the end of the run
     * @param nanoTime tells the time
     * @param park lets about so many nanoseconds pass
     */
    Pace(Duration young, BooleanSupplier awaited, LongSupplier nanoTime, LongConsumer park) {
        this.awaited = awaited;
        this.nanoTime = nanoTime;
        this.park = park;
        this.end = nanoTime.getAsLong() + young.toNanos();
    }

    /** Without rests: somebody waits. */
    static Pace hurried() {
        return new Pace(Duration.ZERO, () -> true, System::nanoTime, _ -> {});
    }

    /** A statement took so long: a rest is owed before the next. */
    void worked(Duration time) {
        owedNanos += RESTS * time.toNanos();
    }

    /** Rests as long as is owed. */
    void rest() {
        long begun = nanoTime.getAsLong();
        long until = Math.min(end, begun + Math.min(owedNanos, LONGEST.toNanos()));
        owedNanos = 0;
        long now = begun;
        while (now - until < 0
                && !awaited.getAsBoolean()
                && !Thread.currentThread().isInterrupted()) {
            park.accept(Math.min(until - now, LOOK.toNanos()));
            now = nanoTime.getAsLong();
        }
        restedNanos += now - begun;
    }

    /** How long the rests were altogether. */
    Duration rested() {
        return Duration.ofNanos(restedNanos);
    }
}
