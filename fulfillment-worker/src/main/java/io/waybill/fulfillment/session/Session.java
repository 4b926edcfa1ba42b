package io.waybill.fulfillment.session;

import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;

/**
 * One lease of this worker. While it is fresh nobody else can have declared it dead, so a request may be written; a
 * session that has gone stale may come back by a renewal, one that was ended never does. Thread-safe; asking is cheap.
 */
public final class Session {
    private final long id;
    private final Ticker ticker;
    private final long freshForNanos;
    private volatile long renewedAt;
    private volatile boolean ended;

    Session(long id, Ticker ticker, Duration freshFor, long renewedAt) {
        this.id = id;
        this.ticker = ticker;
        this.freshForNanos = freshFor.toNanos();
        this.renewedAt = renewedAt;
    }

    public long id() {
        return id;
    }

    /** Whether the last successful renewal was sent so recently that no other worker can have ended the session. */
    public boolean isFresh() {
        return !ended && ticker.nanos() - renewedAt < freshForNanos;
    }

    /** @param sentAt taken before the renewal was sent: the database's clock started counting after it */
    void renewed(long sentAt) {
        renewedAt = sentAt;
    }

    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public String toString() {
        return "Session[" + id + "]";
    }
}
