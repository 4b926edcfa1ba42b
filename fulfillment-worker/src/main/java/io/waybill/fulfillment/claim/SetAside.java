package io.waybill.fulfillment.claim;

import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders on which a claim failed even alone: this worker leaves them be for a while, so that others go on. It remembers
 * the newest thousand. Thread-safe.
 */
final class SetAside {
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    private final Ticker ticker;
    private final Map<Long, Long> restUntil = new LinkedHashMap<>();

    SetAside(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void add(long orderId) {
        restUntil.put(orderId, ticker.nanos() + REST.toNanos());
        if (restUntil.size() > MOST) {
            restUntil.remove(restUntil.keySet().iterator().next());
        }
    }

    synchronized List<Long> orders() {
        long now = ticker.nanos();
        restUntil.values().removeIf(until -> until - now <= 0);
        return List.copyOf(restUntil.keySet());
    }
}
