package io.waybill.fulfillment.line;

/** So many at a time, and the number may change while some are out. Thread-safe; nothing waits. */
final class Permits {
    private int limit;
    private int taken;

    Permits(int limit) {
        this.limit = limit;
    }

    /** Takes as many as are free, at most {@code wanted}, and so that no more than {@code atMost} are out. */
    synchronized int take(int wanted, int atMost) {
        int granted = Math.max(0, Math.min(wanted, Math.min(limit, atMost) - taken));
        taken += granted;
        return granted;
    }

    synchronized void giveBack(int count) {
        if (count > taken) {
            throw new IllegalStateException("given back " + count + " of " + taken + " permits");
        }
        taken -= count;
    }

    /** Those that are out stay out; if more are out than the new limit, none is free until they are back. */
    synchronized void limit(int newLimit) {
        limit = newLimit;
    }

    /** Whether no more are out than the limit allows, though it was higher before. */
    synchronized boolean isKept() {
        return taken <= limit;
    }

    synchronized int taken() {
        return taken;
    }
}
