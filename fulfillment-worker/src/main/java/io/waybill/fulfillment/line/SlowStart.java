package io.waybill.fulfillment.line;

/**
 * How many purchases at a time a provider gets that was away: few at first, and one more for each that it has served,
 * so that their number doubles with each round, until it has grown past the provider's own limit. Thread-safe.
 */
final class SlowStart {
    private static final int OVER = Integer.MAX_VALUE;

    private int allowed = OVER;

    /** The provider is away: when it is back, it begins with so many. */
    synchronized void restart(int first) {
        allowed = first;
    }

    /** @param limit what the provider allows */
    synchronized void served(int limit) {
        if (allowed != OVER && ++allowed >= limit) {
            allowed = OVER;
        }
    }

    synchronized int allowed() {
        return allowed;
    }
}
