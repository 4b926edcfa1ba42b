package io.waybill.outbox;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Logs the beginning and the end of an outage, instead of every failure in it. Thread-safe. */
public final class Outage {
    private final Logger log;
    private final String what;
    private final AtomicLong failures = new AtomicLong();

    /** @param what names what is away, e.g. {@code sending to kafka} */
    public Outage(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** Something failed. */
    public void failed(Throwable cause) {
        if (failures.getAndIncrement() == 0) {
            log.atLevel(Level.WARN).addKeyValue("cause", cause.toString()).log("{} fails", what);
        }
    }

    /** Something succeeded. */
    public void over() {
        if (failures.get() == 0) {
            return;
        }
        long ended = failures.getAndSet(0);
        if (ended > 0) {
            log.atLevel(Level.INFO).addKeyValue("failures", ended).log("{} works again", what);
        }
    }

    /** Whether the last thing that is known failed. */
    public boolean isOn() {
        return failures.get() > 0;
    }
}
