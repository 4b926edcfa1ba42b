package io.waybill.fulfillment.line;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for the lines to all providers; what is a provider's own is in its row.
 *
 * @param refreshEvery between two looks at the providers' settings
 * @param tries how often a request that never left is tried within one call
 * @param tryAgainAfter the wait before the second try; doubles with each, give or take a half
 * @param breaker when a provider gets a rest
 */
@ConfigurationProperties("waybill.fulfillment.line")
record LineSettings(
        @DefaultValue("3s") Duration refreshEvery,
        @DefaultValue("3") int tries,
        @DefaultValue("100ms") Duration tryAgainAfter,
        @DefaultValue Breaker breaker) {
    private static final String PREFIX = "waybill.fulfillment.line.";

    LineSettings {
        Bounds.check(PREFIX + "refresh-every", refreshEvery, Duration.ofMillis(10), Duration.ofMinutes(1));
        Bounds.check(PREFIX + "tries", tries, 1, 10);
        Bounds.check(PREFIX + "try-again-after", tryAgainAfter, Duration.ofMillis(1), Duration.ofSeconds(5));
    }

    /**
     * The circuit breaker.
     *
     * @param window the newest calls that it judges by
     * @param minimumCalls fewer are not judged
     * @param failurePercent opens at so many failures
     * @param quietFor a provider that has answered no purchase for so long is not judged by the window: one purchase
     *     that could not reach it, or that it turned away whatever was to be bought, opens the breaker
     * @param openFor how long nothing is bought then; doubles with each probe that fails
     * @param openAtMost the longest pause between two probes
     * @param probes how many purchases at a time find out whether the provider is back
     */
    record Breaker(
            @DefaultValue("50") int window,
            @DefaultValue("10") int minimumCalls,
            @DefaultValue("50") int failurePercent,
            @DefaultValue("10s") Duration quietFor,
            @DefaultValue("5s") Duration openFor,
            @DefaultValue("60s") Duration openAtMost,
            @DefaultValue("1") int probes) {
        private static final String PREFIX = "waybill.fulfillment.line.breaker.";

        Breaker {
            Bounds.check(PREFIX + "window", window, 1, 10_000);
            Bounds.check(PREFIX + "minimum-calls", minimumCalls, 1, window);
            Bounds.check(PREFIX + "failure-percent", failurePercent, 1, 100);
            Bounds.check(PREFIX + "quiet-for", quietFor, Duration.ZERO, Duration.ofDays(1));
            Bounds.check(PREFIX + "open-at-most", openAtMost, Duration.ofMillis(10), Duration.ofMinutes(10));
            Bounds.check(PREFIX + "open-for", openFor, Duration.ofMillis(10), openAtMost);
            Bounds.check(PREFIX + "probes", probes, 1, 1000);
        }
    }
}
