package io.waybill.api.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders are taken.
 *
 * @param lanes transactions at once, 1 to 64; each has a database connection of its own; 0 = as many as processors, but
 *     two at least
 * @param queue requests that may wait in each lane, 1 to 100,000; past it, wallets that have most give way
 * @param deadline how long a request may wait in its lane before it is refused, 50 ms to 1 min
 * @param recovery how long a lane asks the database what became of a commit that is in doubt, up to 1 min
 * @param stopWithin how long a stop waits for what was queued, up to 2 min
 */
@ConfigurationProperties("waybill.intake")
public record IntakeSettings(
        @DefaultValue("0") int lanes,
        @DefaultValue("2000") int queue,
        @DefaultValue("5s") Duration deadline,
        @DefaultValue("10s") Duration recovery,
        @DefaultValue("15s") Duration stopWithin) {
    private static final String NAME = "waybill.intake.";
    private static final int MOST_LANES = 64;

    public IntakeSettings {
        check("lanes", lanes, 0, MOST_LANES);
        lanes = lanes == 0 ? lanesFor(Runtime.getRuntime().availableProcessors()) : lanes;
        check("queue", queue, 1, 100_000);
        check("deadline", deadline, Duration.ofMillis(50), Duration.ofMinutes(1));
        check("recovery", recovery, Duration.ZERO, Duration.ofMinutes(1));
        check("stop-within", stopWithin, Duration.ZERO, Duration.ofMinutes(2));
    }

    /**
     * Fewer lanes take larger batches, which cost less for each order; one more than could be at work only makes them
     * smaller. Two at least: while the one waits for its commit, the other is at work.
     */
    private static int lanesFor(int processors) {
        return Math.clamp(processors, 2, MOST_LANES);
    }

    private static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    NAME + name + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
