package io.waybill.api.admin.failures;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures of one cause, mode, provider and item.
 *
 * @param amount USD, the sum of the rows' amounts
 * @param oldestAt when the oldest of the orders was created
 */
public record FailureGroup(
        String cause,
        String mode,
        @Nullable Long providerId,
        @Nullable String providerName,
        long itemId,
        String itemName,
        long count,
        String amount,
        Instant oldestAt,
        long oldestSeconds) {}
