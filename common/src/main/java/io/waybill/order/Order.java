package io.waybill.order;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An accepted order, as the {@code orders} table has it.
 *
 * @param externalId the item's id at its provider
 * @param checkout values of the custom checkout fields by name
 * @param externalRef the reseller's own id: searchable, never unique
 * @param charged debited from the wallet; zero if the provider's account pays
 * @param amount what the reseller was shown, in {@code currency}
 * @param dueAt when a worker may claim it; null if it doesn't wait for one
 * @param retries retries used up
 * @param version grows by one with each change
 */
public record Order(
        long id,
        long accountId,
        long walletId,
        Mode mode,
        long itemId,
        String itemName,
        Source source,
        Billing billing,
        @Nullable Long providerId,
        @Nullable String externalId,
        int quantity,
        @Nullable String playerId,
        Map<String, String> checkout,
        @Nullable String externalRef,
        Usd charged,
        Usd refunded,
        BigDecimal amount,
        String currency,
        OrderStatus status,
        @Nullable HoldReason holdReason,
        @Nullable FailureCode failureCode,
        @Nullable Instant dueAt,
        int retries,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finalAt) {
    public Order {
        checkout = Map.copyOf(checkout);
    }

    /** Neither the recipient nor the checkout values: an order may end up in a log line. */
    @Override
    public String toString() {
        return "Order[id=" + id + ", status=" + status.wire() + ", version=" + version + "]";
    }
}
