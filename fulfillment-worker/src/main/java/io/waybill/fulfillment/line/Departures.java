package io.waybill.fulfillment.line;

import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;

/**
 * When each request may leave, so that no second sees more than the limit. {@link RateLimit} has spread them already
 * when they were claimed; but threads that wait for a processor or a commit catch up together, and a provider counts
 * what arrives. Turns are given in the order in which they are asked for. Thread-safe; nothing waits here.
 */
final class Departures {
    /** A limit that was lowered sharply lets those go that were claimed under the former one. */
    private static final long LONGEST = Duration.ofSeconds(2).toNanos();

    private final Ticker ticker;
    private final SlidingWindow window = new SlidingWindow();

    /** @param perSecond as {@link RateLimit} has it; 0 lets those go that were claimed before */
    Departures(Ticker ticker, int perSecond) {
        this.ticker = ticker;
        limit(perSecond);
    }

    synchronized void limit(int perSecond) {
        window.resize(perSecond, ticker.nanos());
    }

    /** Takes a turn, and tells how long it is until then, in nanoseconds. */
    synchronized long nextInNanos() {
        long now = ticker.nanos();
        long wait = Math.clamp(window.untilRoom(now), 0, LONGEST);
        window.add(now + wait);
        return wait;
    }
}
