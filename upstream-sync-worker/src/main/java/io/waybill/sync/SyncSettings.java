package io.waybill.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often providers are asked, and how much at once.
 *
 * @param balanceEvery pause between two questions for a provider's balance; 50 ms to 1 day
 * @param catalogEvery pause between two imports of a provider's catalog; 50 ms to 1 day
 * @param balancesAtOnce in one worker; 1 to 64
 * @param catalogsAtOnce in one worker; 1 to 8
 * @param retryFirst pause after a failure, doubled for each further one; 50 ms to 1 hour
 * @param retryMost longest pause after a failure; 50 ms to 1 day
 * @param poll how often a worker looks for what is due; 10 ms to 5 s
 * @param figuresEvery how often the figures of providers are read from the database; 50 ms to 5 minutes
 * @param stopWithin how long a stopping worker waits for its work to end; 0 to 1 minute
 */
@ConfigurationProperties("waybill.sync")
record SyncSettings(
        @DefaultValue("60s") Duration balanceEvery,
        @DefaultValue("5m") Duration catalogEvery,
        @DefaultValue("16") int balancesAtOnce,
        @DefaultValue("2") int catalogsAtOnce,
        @DefaultValue("10s") Duration retryFirst,
        @DefaultValue("10m") Duration retryMost,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("15s") Duration figuresEvery,
        @DefaultValue("20s") Duration stopWithin) {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration DAY = Duration.ofDays(1);

    SyncSettings {
        check("balance-every", balanceEvery, SHORTEST, DAY);
        check("catalog-every", catalogEvery, SHORTEST, DAY);
        check("balances-at-once", balancesAtOnce, 1, 64);
        check("catalogs-at-once", catalogsAtOnce, 1, 8);
        check("retry-first", retryFirst, SHORTEST, Duration.ofHours(1));
        check("retry-most", retryMost, SHORTEST, DAY);
        check("poll", poll, Duration.ofMillis(10), Duration.ofSeconds(5));
        check("figures-every", figuresEvery, SHORTEST, Duration.ofMinutes(5));
        check("stop-within", stopWithin, Duration.ZERO, Duration.ofMinutes(1));
    }

    private static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "waybill.sync." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
