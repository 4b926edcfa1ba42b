package io.waybill.outbox;

import java.time.Duration;

/**
 * From where the sweeper reads. While an old transaction is open, deleted rows can't be cleared away, and who reads
 * from the start steps over all of them, every second. So it reads from behind what an earlier sweep has surely seen
 * to; once a minute from the start, for the rows of transactions that were open for longer. Not thread-safe.
 */
final class SweepStart {
    static final Duration FROM_THE_START_EVERY = Duration.ofMinutes(1);

    private final long ageNanos;
    private long seenTo;
    private long wholeAt;
    private boolean whole;
    private Mark mark;

    /**
     * @param age of rows that are swept
     * @param now by a monotonic clock, in nanoseconds, as everywhere here
     */
    SweepStart(Duration age, long now) {
        this.ageNanos = age.plusSeconds(1).toNanos();
        this.wholeAt = now;
        this.mark = new Mark(0, now);
    }

    /** The id after which the sweep that begins now reads. */
    long next(long now) {
        whole = now - wholeAt >= FROM_THE_START_EVERY.toNanos();
        return whole ? 0 : seenTo;
    }

    /**
     * The sweep has seen to every row behind its start that was old enough. One that did not come to its end says
     * nothing, and what it should have seen is read again.
     *
     * @param beganAt when it began
     * @param newest the highest id that had been given to a row by then
     * @param firstLeft the lowest id that it could not send; {@link Long#MAX_VALUE} = it sent all
     */
    void swept(long beganAt, long newest, long firstLeft) {
        if (whole) {
            wholeAt = beganAt;
        }
        if (beganAt - mark.at >= ageNanos) {
            // Every row up to the mark was begun before it, so was old enough, and is gone, left, or not committed yet.
            seenTo = Math.max(seenTo, mark.newest);
            mark = new Mark(newest, beganAt);
        }
        seenTo = Math.min(seenTo, firstLeft - 1);
    }

    /** How far ids had been given at a moment. */
    private record Mark(long newest, long at) {}
}
