package io.waybill.fulfillment.ruling;

import io.waybill.fulfillment.pace.Bounds;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an order is tried again.
 *
 * @param retryAfter the waits before each retry of what was never sent; when they are used up, the order fails
 * @param resendAfter the waits before the same reference is sent again to a provider that honours it; the last one
 *     repeats
 * @param holdFor how long an order waits for a provider's funds or recovery, unless the provider is back earlier;
 *     doubles with each purchase that was tried for it, whatever became of it
 * @param holdAtMost the longest such wait
 * @param busyFor how long to wait for a busy provider that doesn't say
 * @param busyAtMost the longest wait that a busy provider is granted
 */
@ConfigurationProperties("waybill.fulfillment.ruling")
public record RulingSettings(
        @DefaultValue({"5s", "30s", "2m", "10m"}) List<Duration> retryAfter,

        @DefaultValue({"15s", "30s", "1m", "2m", "5m", "15m", "1h"})
        List<Duration> resendAfter,

        @DefaultValue("30s") Duration holdFor,
        @DefaultValue("10m") Duration holdAtMost,
        @DefaultValue("5s") Duration busyFor,
        @DefaultValue("10m") Duration busyAtMost) {
    private static final String PREFIX = "waybill.fulfillment.ruling.";
    private static final int MOST_WAITS = 20;
    private static final int MOST_DOUBLINGS = 20;
    private static final Duration LONGEST = Duration.ofDays(1);

    public RulingSettings {
        retryAfter = List.copyOf(retryAfter);
        resendAfter = List.copyOf(resendAfter);
        Bounds.check("the number of " + PREFIX + "retry-after", retryAfter.size(), 0, MOST_WAITS);
        Bounds.check("the number of " + PREFIX + "resend-after", resendAfter.size(), 1, MOST_WAITS);
        retryAfter.forEach(wait -> Bounds.check(PREFIX + "retry-after", wait, Duration.ZERO, LONGEST));
        resendAfter.forEach(wait -> Bounds.check(PREFIX + "resend-after", wait, Duration.ZERO, LONGEST));
        Bounds.check(PREFIX + "hold-at-most", holdAtMost, Duration.ZERO, LONGEST);
        Bounds.check(PREFIX + "hold-for", holdFor, Duration.ZERO, holdAtMost);
        Bounds.check(PREFIX + "busy-at-most", busyAtMost, Duration.ZERO, LONGEST);
        Bounds.check(PREFIX + "busy-for", busyFor, Duration.ZERO, busyAtMost);
    }

    /** @param attempts how many purchases were tried for the order, at least one */
    Duration holdAfter(int attempts) {
        Duration wait = holdFor.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return wait.compareTo(holdAtMost) > 0 ? holdAtMost : wait;
    }

    /** @param sends how often it was sent, at least once */
    Duration resendAfter(int sends) {
        return resendAfter.get(Math.min(sends, resendAfter.size()) - 1);
    }
}
