package io.waybill.api.admin.backlog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for workers.
 *
 * @param ordersWaiting orders that a worker will take: due now, or at a set time
 * @param oldestSeconds for how long the longest due order has been due
 * @param workSeconds how long one worker would need for what is due: it serves all providers at a time, so as long as
 *     for the provider that takes longest
 * @param held all orders on hold by their reason, those that no provider delivers included
 */
public record Backlog(
        boolean ok,
        long ordersWaiting,
        long oldestSeconds,
        long workSeconds,
        Map<String, Long> held,
        List<OfProvider> perProvider) {
    public Backlog {
        held = Map.copyOf(held);
        perProvider = List.copyOf(perProvider);
    }

    /**
     * Of one provider.
     *
     * @param waiting orders that a worker will take: due now, or at a set time
     * @param due of these, those that a worker may take now
     * @param oldestSeconds for how long the longest due order has been due
     * @param inFlight purchases that are being made now, by all workers
     * @param meanSeconds how long a purchase kept a worker busy, as the mean of the newest ones; null: none lately
     * @param workSeconds how long one worker would need for what is due, by its concurrency and the rate limit
     * @param held orders on hold by their reason
     */
    public record OfProvider(
            long providerId,
            String name,
            boolean active,
            long waiting,
            long due,
            long oldestSeconds,
            long inFlight,
            @Nullable BigDecimal meanSeconds,
            long workSeconds,
            Map<String, Long> held) {
        public OfProvider {
            held = Map.copyOf(held);
        }
    }
}
