package io.waybill.provider;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an owner says of a provider, its key excepted.
 *
 * @param baseUrl includes {@code /api/v1} or {@code /api/v2}
 * @param lowBalance a balance below it is told, in the currency of the balance; null = no threshold
 */
public record ProviderSettings(
        String name,
        String protocol,
        Mode mode,
        URI baseUrl,
        Billing billing,
        Set<Capability> capabilities,
        Limits limits,
        Pricing pricing,
        @Nullable BigDecimal lowBalance,
        Selection selection,
        boolean active) {
    public ProviderSettings {
        capabilities = Set.copyOf(capabilities);
    }

    /**
     * How much is asked of the provider at once, and how long we wait for it.
     *
     * @param maxQuantity highest quantity in one purchase
     * @param concurrency purchases at a time, of all workers together
     * @param rateLimit purchases a second, of all workers together; 0 = no limit
     * @param answerTimeout from the first byte sent to the last byte of the body read
     */
    public record Limits(
            int maxQuantity, int concurrency, int rateLimit, Duration connectTimeout, Duration answerTimeout) {}

    /**
     * How its prices become ours.
     *
     * @param marginPercent put on the costs of items that have no margin of their own
     * @param step selling prices are rounded up to a multiple of it
     * @param risePercent the highest rise of a cost in one import that is taken over by itself; null = no limit
     */
    public record Pricing(
            BigDecimal marginPercent, Usd step, @Nullable BigDecimal risePercent) {
        /** With the step and the highest rise that a provider begins with. */
        public static Pricing of(BigDecimal marginPercent) {
            return new Pricing(marginPercent, Usd.ofMicros(1), new BigDecimal("50.00"));
        }
    }
}
