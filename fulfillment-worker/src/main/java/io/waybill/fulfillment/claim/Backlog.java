package io.waybill.fulfillment.claim;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The providers of which orders may be waiting in PostgreSQL. While a provider is in it, the puller alone claims for
 * it, the oldest first, so that what Kafka brings overtakes nobody. Thread-safe.
 */
final class Backlog {
    private final Set<Long> providers = ConcurrentHashMap.newKeySet();

    void add(long providerId) {
        providers.add(providerId);
    }

    void remove(long providerId) {
        providers.remove(providerId);
    }

    boolean contains(long providerId) {
        return providers.contains(providerId);
    }
}
