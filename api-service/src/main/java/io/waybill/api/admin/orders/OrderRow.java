package io.waybill.api.admin.orders;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order in a list; neither its recipient nor what it delivered.
 *
 * @param amount what the reseller was shown, in {@code currency}
 * @param retries used up
 * @param dueAt when a worker may take it; null if it waits for none
 * @param reorderOf the failed order that it was placed anew for
 */
public record OrderRow(
        long orderId,
        long accountId,
        String accountEmail,
        String mode,
        String status,
        @Nullable String holdReason,
        @Nullable String failureCode,
        @JsonProperty("final") boolean isFinal,
        int version,
        long itemId,
        String itemName,
        int quantity,
        String source,
        String billing,
        @Nullable Long providerId,
        @Nullable String providerName,
        @Nullable String externalRef,
        String amount,
        String currency,
        String chargedUsd,
        String refundedUsd,
        int retries,
        @Nullable Instant dueAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finalAt,
        @Nullable Long reorderOf) {}
