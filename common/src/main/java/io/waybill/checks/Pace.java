package io.waybill.checks;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * How a run leaves the processors to those who order meanwhile: after each statement it rests three times as long as
 * that took, until it has rested enough altogether, or somebody waits for its end. For one thread.
 */
final class Pace {
    private static final int RESTS = 3;

    /** How soon a run that rests notices that somebody waits. */
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Duration most;
    private final BooleanSupplier awaited;
    private final LongConsumer park;
    private long restedNanos;

    /**
     * A pace that rests.
     *
     * @param most so long altogether
     * @param awaited whether somebody waits for the end of the run
     * @param park lets so many nanoseconds pass
     */
    Pace(Duration most, BooleanSupplier awaited, LongConsumer park) {
        this.most = most;
        this.awaited = awaited;
        this.park = park;
    }

    /** Without rests: somebody waits. */
    static Pace hurried() {
        return new Pace(Duration.ZERO, () -> true, _ -> {});
    }

    /** @param worked how long the statement took */
    void rest(Duration worked) {
        long left = Math.min(RESTS * worked.toNanos(), most.toNanos() - restedNanos);
        while (left > 0 && !awaited.getAsBoolean()) {
            long some = Math.min(left, LOOK.toNanos());
            park.accept(some);
            restedNanos += some;
            left -= some;
        }
    }

    Duration rested() {
        return Duration.ofNanos(restedNanos);
    }
}
