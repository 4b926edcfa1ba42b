package io.waybill.simulator.behaviour;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers how often each recipient of a {@code ...-once} word came, to tell its first times from the later ones. Safe
 * for any thread. The counts live in memory, for the latest recipients only: a restarted simulator counts anew.
 */
public final class Script {

    private static final int MAX_RECIPIENTS = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> tries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_RECIPIENTS;
        }
    };

    /** What to do this time with an order that asked for {@code behaviour}. */
    public Behaviour next(Behaviour behaviour, String recipient) {
        return behaviour.counts() ? behaviour.onTry(count(recipient)) : behaviour;
    }

    private int count(String recipient) {
        lock.lock();
        try {
            return tries.merge(recipient.toLowerCase(Locale.ROOT), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }
}
