package io.waybill.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Begins and ends outages. The latest one counts: an earlier one's end does not cut it short. Safe for any thread. */
final class Outages {

    private final ReentrantLock lock = new ReentrantLock();
    private final Conduct conduct;
    private final Listener listener;
    private final Closing closing;
    private long latest;

    Outages(Conduct conduct, Listener listener, Closing closing) {
        this.conduct = conduct;
        this.listener = listener;
        this.closing = closing;
    }

    /** @throws UncheckedIOException if the port is to open again, and somebody else has taken it */
    void begin(Outage outage) {
        change(outage);
    }

    void begin(Outage outage, Duration length) {
        long number = change(outage);
        Thread.ofVirtual().name("simulator-outage").start(() -> {
            if (closing.pause(length)) {
                end(number);
            }
        });
    }

    private long change(Outage outage) {
        lock.lock();
        try {
            conduct.outage(outage);
            if (outage == Outage.REFUSED) {
                listener.refuse();
            } else {
                listener.listen();
            }
            return ++latest;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            lock.unlock();
        }
    }

    private void end(long number) {
        lock.lock();
        try {
            if (latest == number) {
                change(Outage.NONE);
            }
        } finally {
            lock.unlock();
        }
    }
}
