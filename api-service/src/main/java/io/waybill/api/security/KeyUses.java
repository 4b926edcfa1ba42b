package io.waybill.api.security;

import io.waybill.api.schedule.Repeater;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Writes down when keys are used, once a minute for each at most, and never on the path of a request. What waits at a
 * crash is lost. Thread-safe.
 */
final class KeyUses implements SmartLifecycle {
    static final Duration ONCE_IN = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** More keys than that in one interval wait for their next use. */
    private static final int MAX_WAITING = 10_000;

    private final Consumer<List<Long>> keys;
    private final LongSupplier nanoTime;
    private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Long, Long> written = new ConcurrentHashMap<>();
    private volatile @Nullable Repeater writer;

    /**
     * @param keys writes that the keys with these ids are used now
     * @param nanoTime a monotonic clock
     */
    KeyUses(Consumer<List<Long>> keys, LongSupplier nanoTime) {
        this.keys = keys;
        this.nanoTime = nanoTime;
    }

    /** A key is used now. */
    void note(long keyId) {
        if (!written.containsKey(keyId) && waiting.size() < MAX_WAITING) {
            waiting.add(keyId);
        }
    }

    void write() {
        long now = nanoTime.getAsLong();
        written.values().removeIf(at -> now - at >= ONCE_IN.toNanos());
        List<Long> used = List.copyOf(waiting);
        if (!used.isEmpty()) {
            keys.accept(used);
            used.forEach(key -> written.put(key, now));
            used.forEach(waiting::remove);
        }
    }

    @Override
    public void start() {
        writer = Repeater.start("key-uses", INTERVAL, this::write);
    }

    @Override
    public void stop() {
        Repeater running = writer;
        if (running != null) {
            running.close();
            writer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }

    /** Stops after the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
