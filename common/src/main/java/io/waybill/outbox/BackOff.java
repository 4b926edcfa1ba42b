package io.waybill.outbox;

import java.time.Duration;

/** How long to wait before the next try: twice as long after each failure, up to a limit. Not thread-safe. */
public final class BackOff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public BackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The wait after one more failure. */
    public Duration afterFailure() {
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return wait;
    }

    /** The last try succeeded. */
    public void reset() {
        next = first;
    }
}
