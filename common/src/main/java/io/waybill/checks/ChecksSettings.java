package io.waybill.checks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much the auditor does at once.
 *
 * @param every how often the instances see to it that there is a run; 0: only when asked
 * @param wholeUpTo a store with so many orders is proved whole by every run
 * @param slice so many orders of a larger store's past, and three times as many transfers and keys, are proved again by
 *     each run
 * @param changes so many changes of each kind are proved by a run that nobody asked for, and the rest soon after by the
 *     next: while a run lasts, no version of a busy wallet's row can be cleared away
 * @param limit an incremental run that takes longer is stopped
 * @param fullLimit the same for a full proof
 * @param patience how long a caller waits for a run that is under way
 * @param outboxAge a message that waits longer for Kafka is a violation
 */
@ConfigurationProperties("waybill.checks")
public record ChecksSettings(
        @DefaultValue("1m") Duration every,
        @DefaultValue("50000") int wholeUpTo,
        @DefaultValue("5000") int slice,
        @DefaultValue("20000") int changes,
        @DefaultValue("30s") Duration limit,
        @DefaultValue("15m") Duration fullLimit,
        @DefaultValue("15s") Duration patience,
        @DefaultValue("5m") Duration outboxAge) {
    private static final String PREFIX = "waybill.checks.";

    public ChecksSettings {
        between("every", every, every.isZero() ? Duration.ZERO : Duration.ofMillis(100), Duration.ofDays(1));
        between("whole-up-to", wholeUpTo, 0, 1_000_000);
        between("slice", slice, 1, 1_000_000);
        between("changes", changes, 1, TransactionalChecks.ASKED);
        between("limit", limit, Duration.ofSeconds(1), Duration.ofMinutes(10));
        between("full-limit", fullLimit, Duration.ofSeconds(1), Duration.ofHours(6));
        between("patience", patience, Duration.ofMillis(1), Duration.ofMinutes(1));
        between("outbox-age", outboxAge, Duration.ofSeconds(1), Duration.ofDays(1));
    }

    /**
     * How old a run may be that rests: what it has left to do is done within its limit, and while others are patient.
     */
    Duration restsUntil() {
        return (patience.compareTo(limit) < 0 ? patience : limit).dividedBy(2);
    }

    Duration limitOf(Depth depth) {
        return switch (depth) {
            case INCREMENTAL -> limit;
            case FULL -> fullLimit;
        };
    }

    private static <T extends Comparable<T>> void between(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + name + " is " + value + ", must be from " + least + " to " + most);
        }
    }
}
