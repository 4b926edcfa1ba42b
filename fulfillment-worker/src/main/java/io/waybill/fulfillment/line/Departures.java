package io.waybill.fulfillment.line;

import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;

/**
 * When each request may leave, so that no second sees more than the limit. {@link RateLimit} has spread them already
 * when they were claimed; but threads that wait for a processor or a commit catch up together, and a provider counts
 * what arrives. Turns are given in the order in which they are asked for. Thread-safe; nothing waits here.
 */
final class Departures {
    /** For so long after a limit was lowered, what asks was claimed before, and none of it waits longer. */
    private static final long LONGEST = Duration.ofSeconds(2).toNanos();

    private final Ticker ticker;
    private final SlidingWindow window = new SlidingWindow();
    private int limit;
    private long newestAt;
    private long loweredAt;

    /** When the last one leaves, or has left, that the present limit alone would not have let go. */
    private long overAt;

    /** @param perSecond as {@link RateLimit} has it; 0 lets those go that were claimed before */
    Departures(Ticker ticker, int perSecond) {
        this.ticker = ticker;
        this.newestAt = ticker.nanos() - SlidingWindow.WIDTH;
        this.loweredAt = ticker.nanos() - LONGEST;
        this.overAt = newestAt;
        this.limit = perSecond;
        window.resize(perSecond, ticker.nanos());
    }

    synchronized void limit(int perSecond) {
        long now = ticker.nanos();
        if (perSecond < limit) {
            loweredAt = now;
            overAt = newestAt;
        }
        window.resize(perSecond, now);
        limit = perSecond;
    }

    /** Takes a turn, and tells how long it is until then, in nanoseconds. */
    synchronized long nextInNanos() {
        long now = ticker.nanos();
        long wanted = window.untilRoom(now);
        long granted = now - loweredAt < LONGEST ? Math.min(wanted, LONGEST) : wanted;
        long wait = limit == RateLimit.NONE ? 0 : Math.max(0, Math.max(granted, newestAt - now));
        window.add(now + wait);
        if (now + wait - newestAt > 0) {
            newestAt = now + wait;
        }
        if (wait < wanted || limit == 0) {
            overAt = now + wait;
        }
        return wait;
    }

    /** Whether what a higher limit has let go, or lets go still, is over for a second. */
    synchronized boolean isKept() {
        return ticker.nanos() - overAt >= SlidingWindow.WIDTH;
    }
}
