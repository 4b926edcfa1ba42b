package io.waybill.fulfillment.line;

import java.util.Arrays;

/**
 * The times of the newest events, as many as may fall into one second. A second is counted a little longer than it is,
 * since requests are some time on their way. Not thread-safe.
 */
final class SlidingWindow {
    static final long WIDTH = 1_050_000_000L;

    /** Above it nothing is kept, and there is always room. */
    private static final int MOST_TRACKED = 10_000;

    /** A ring. */
    private long[] times = {};

    private int oldest;

    /** From now on {@code limit} events may fall into one second; those that were most lately count. */
    void resize(int limit, long now) {
        long[] newest = new long[limit > MOST_TRACKED ? 0 : limit];
        Arrays.fill(newest, now - WIDTH);
        int kept = Math.min(newest.length, times.length);
        for (int i = 1; i <= kept; i++) {
            newest[newest.length - i] = times[Math.floorMod(oldest - i, times.length)];
        }
        times = newest;
        oldest = 0;
    }

    /** How long until one more has room, in nanoseconds: 0 or less if that is now. */
    long untilRoom(long now) {
        return times.length == 0 ? 0 : WIDTH - (now - times[oldest]);
    }

    /** @param at not before those that were added earlier */
    void add(long at) {
        if (times.length > 0) {
            times[oldest] = at;
            oldest = (oldest + 1) % times.length;
        }
    }

    /** The newest of them have not happened. */
    void takeBack(int count, long now) {
        for (int i = 0; i < Math.min(count, times.length); i++) {
            oldest = Math.floorMod(oldest - 1, times.length);
            times[oldest] = now - WIDTH;
        }
    }
}
