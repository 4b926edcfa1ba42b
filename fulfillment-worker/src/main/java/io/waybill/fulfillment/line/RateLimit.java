package io.waybill.fulfillment.line;

import io.waybill.fulfillment.pace.Ticker;

/**
 * Grants so many a second, and never more in any second: a bucket that holds an eighth of a second's worth spreads
 * them, and the times of the newest grants keep a full bucket from adding to what was granted before. Thread-safe;
 * nothing waits.
 */
final class RateLimit {
    /** No limit at all, as against none allowed. */
    static final int NONE = Integer.MAX_VALUE;

    private static final long WINDOW = SlidingWindow.WIDTH;
    private static final int WINDOWS_IN_BUCKET = 8;

    /** So many more are kept for who comes a little late for them. */
    private static final int LATE = 2;

    private final Ticker ticker;
    private final SlidingWindow granted = new SlidingWindow();
    private int limit;

    /** Of {@link #WINDOW} credit each is granted; the limit's worth flows in while a window passes. */
    private long credit;

    private long filledAt;
    private long loweredAt;

    /** @param perSecond 0 = nothing; {@link #NONE} = everything */
    RateLimit(Ticker ticker, int perSecond) {
        this.ticker = ticker;
        this.filledAt = ticker.nanos();
        this.loweredAt = ticker.nanos() - WINDOW;
        limit(perSecond);
        this.credit = capacity();
    }

    synchronized void limit(int perSecond) {
        if (perSecond == limit) {
            return;
        }
        fill();
        if (perSecond < limit) {
            loweredAt = ticker.nanos();
        }
        granted.resize(perSecond, filledAt);
        limit = perSecond;
        credit = Math.min(capacity(), credit);
    }

    synchronized int take(int wanted) {
        if (limit == NONE) {
            return wanted;
        }
        fill();
        int taken = 0;
        while (taken < wanted && limit > 0 && untilNext() <= 0) {
            credit -= WINDOW;
            granted.add(filledAt);
            taken++;
        }
        return taken;
    }

    /** Those that were granted last were not used. */
    synchronized void giveBack(int count) {
        if (limit == NONE) {
            return;
        }
        credit = Math.min(capacity(), credit + count * WINDOW);
        granted.takeBack(count, ticker.nanos());
    }

    /** How long until one more is granted, in nanoseconds: 0 or less if that is now, the maximum if never. */
    synchronized long nextInNanos() {
        if (limit == NONE) {
            return 0;
        }
        fill();
        return limit == 0 ? Long.MAX_VALUE : untilNext();
    }

    /** Whether no more were granted in the last second than the limit allows, though it was higher before. */
    synchronized boolean isKept() {
        return ticker.nanos() - loweredAt >= WINDOW;
    }

    private long untilNext() {
        long forCredit = credit >= WINDOW ? 0 : Math.ceilDiv(WINDOW - credit, limit);
        return Math.max(forCredit, granted.untilRoom(filledAt));
    }

    private void fill() {
        long now = ticker.nanos();
        long passed = Math.min(now - filledAt, WINDOW);
        filledAt = now;
        if (limit != NONE) {
            credit = Math.min(capacity(), credit + passed * limit);
        }
    }

    private long capacity() {
        return limit == NONE ? 0 : Math.min(limit, limit / WINDOWS_IN_BUCKET + LATE) * WINDOW;
    }
}
