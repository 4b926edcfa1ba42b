package io.waybill.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages leave.
 *
 * @param relayCapacity messages that the relay holds in memory, up to 1,000,000; the rest waits in the outbox
 * @param deleteBatch rows deleted at once, up to 50,000
 * @param sweepInterval how often the elected sweeper looks for rows left behind, 100 ms to 1 min
 * @param sweepMargin how much older than the sender's patience a row must be before it is swept, up to 10 min
 * @param sweepBatch rows swept at once, up to 50,000
 * @param lease how long a sweeper stays elected without renewing, 2 s to 5 min
 * @param stopWithin how long a stop waits for messages on their way, up to 1 min
 */
@ConfigurationProperties("waybill.outbox")
record OutboxSettings(
        @DefaultValue("50000") int relayCapacity,
        @DefaultValue("5000") int deleteBatch,
        @DefaultValue("1s") Duration sweepInterval,
        @DefaultValue("5s") Duration sweepMargin,
        @DefaultValue("2000") int sweepBatch,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("5s") Duration stopWithin) {
    private static final String NAME = "waybill.outbox.";

    OutboxSettings {
        check("relay-capacity", relayCapacity, 1, 1_000_000);
        check("delete-batch", deleteBatch, 1, 50_000);
        check("sweep-batch", sweepBatch, 1, 50_000);
        check("sweep-interval", sweepInterval, Duration.ofMillis(100), Duration.ofMinutes(1));
        check("sweep-margin", sweepMargin, Duration.ZERO, Duration.ofMinutes(10));
        check("lease", lease, Duration.ofSeconds(2), Duration.ofMinutes(5));
        check("stop-within", stopWithin, Duration.ZERO, Duration.ofMinutes(1));
    }

    private static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    NAME + name + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
