package io.waybill.fulfillment.line;

/** Permission for so many purchases. What was not used when it is closed goes back. Not thread-safe. */
public final class Reservation implements AutoCloseable {
    private final Line line;
    private final int size;
    private final boolean probes;
    private final int asOf;
    private int used;

    Reservation(Line line, int size, boolean probes, int asOf) {
        this.line = line;
        this.size = size;
        this.probes = probes;
        this.asOf = asOf;
    }

    public long providerId() {
        return line.providerId();
    }

    /** Whether these purchases are to find out if a provider that was away is back. */
    public boolean isProbe() {
        return probes;
    }

    /** Whether this worker has kept a part of what the provider allows ever since: else it may not be used. */
    public boolean isValid() {
        return line.timesLost() == asOf;
    }

    public int size() {
        return size;
    }

    /** So many purchases are made now; each gives its permit back by {@link Line#settled}. */
    public void use(int count) {
        if (used + count > size) {
            throw new IllegalStateException("used " + (used + count) + " of " + size + " reserved purchases");
        }
        used += count;
    }

    @Override
    public void close() {
        line.giveBack(size - used, probes);
        used = size;
    }
}
