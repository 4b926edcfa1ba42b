package io.waybill.provider;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Our account at a provider, as the {@code provider} table has it, its key opened.
 *
 * @param baseUrl includes {@code /api/v1} or {@code /api/v2}
 * @param marginPercent put on imported prices
 * @param maxQuantity highest quantity in one purchase
 * @param concurrency purchases at a time, of all workers together
 * @param rateLimit purchases a second, of all workers together; 0 = no limit
 * @param answerTimeout from the first byte sent to the last byte of the body read
 */
public record ProviderAccount(
        long id,
        String name,
        String protocol,
        Mode mode,
        URI baseUrl,
        String apiKey,
        Billing billing,
        BigDecimal marginPercent,
        Set<Capability> capabilities,
        int maxQuantity,
        int concurrency,
        int rateLimit,
        Duration connectTimeout,
        Duration answerTimeout,
        boolean active) {
    public ProviderAccount {
        capabilities = Set.copyOf(capabilities);
    }

    public boolean can(Capability capability) {
        return capabilities.contains(capability);
    }

    @Override
    public String toString() {
        return "ProviderAccount[" + id + ", " + name + "]";
    }
}
