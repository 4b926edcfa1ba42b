package io.waybill.fulfillment.line;

import io.waybill.fulfillment.pace.Ticker;

/** A bucket that fills at so many a second, and holds a quarter of a second's worth. Thread-safe; nothing waits. */
final class RateLimit {
    private static final long NANOS = 1_000_000_000L;

    private final Ticker ticker;
    private int perSecond;
    private long filledAt;
    private long nanoTokens;

    /** @param perSecond 0 = no limit */
    RateLimit(Ticker ticker, int perSecond) {
        this.ticker = ticker;
        this.filledAt = ticker.nanos();
        limit(perSecond);
    }

    synchronized void limit(int newPerSecond) {
        if (newPerSecond != perSecond) {
            perSecond = newPerSecond;
            nanoTokens = capacity();
            filledAt = ticker.nanos();
        }
    }

    synchronized int take(int wanted) {
        if (perSecond == 0) {
            return wanted;
        }
        long now = ticker.nanos();
        long passed = Math.min(now - filledAt, NANOS);
        nanoTokens = Math.min(capacity(), nanoTokens + passed * perSecond);
        filledAt = now;
        int granted = (int) Math.min(wanted, nanoTokens / NANOS);
        nanoTokens -= granted * NANOS;
        return granted;
    }

    synchronized void giveBack(int count) {
        nanoTokens = Math.min(capacity(), nanoTokens + count * NANOS);
    }

    private long capacity() {
        return Math.max(1, perSecond / 4) * NANOS;
    }
}
