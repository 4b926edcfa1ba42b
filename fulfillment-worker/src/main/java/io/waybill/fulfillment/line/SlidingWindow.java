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

    /** A ring, as long as the highest limit was: one that is lowered for a moment forgets nothing. */
    private long[] times = {};

    /** Where the next event goes, and the oldest is. */
    private int next;

    private int limit;

    /** From now on {@code newLimit} events may fall into one second; those that were most lately count. */
    void resize(int newLimit, long now) {
        limit = newLimit;
        if (!isTracked() || limit <= times.length) {
            return;
        }
        long[] longer = new long[limit];
        Arrays.fill(longer, now - WIDTH);
        for (int i = 1; i <= times.length; i++) {
            longer[limit - i] = times[Math.floorMod(next - i, times.length)];
        }
        times = longer;
        next = 0;
    }

    /** How long until one more has room, in nanoseconds: 0 or less if that is now, or if none ever has. */
    long untilRoom(long now) {
        return limit == 0 || !isTracked() ? 0 : WIDTH - (now - times[Math.floorMod(next - limit, times.length)]);
    }

    /** @param at not before those that were added earlier */
    void add(long at) {
        if (isTracked() && times.length > 0) {
            times[next] = at;
            next = (next + 1) % times.length;
        }
    }

    /** The newest of them have not happened. */
    void takeBack(int count, long now) {
        for (int i = 0; isTracked() && i < Math.min(count, times.length); i++) {
            next = Math.floorMod(next - 1, times.length);
            times[next] = now - WIDTH;
        }
    }

    private boolean isTracked() {
        return limit <= MOST_TRACKED;
    }
}
