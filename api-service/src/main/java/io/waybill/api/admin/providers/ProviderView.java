package io.waybill.api.admin.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider as its owner sees it; its key never.
 *
 * @param ok true in an answer about it alone, left out in lists
 * @param balance in {@code currency}, as the provider answered at {@code balanceAt}
 * @param inFlight purchases that are being sent to it now
 */
record ProviderView(
        @JsonInclude(Include.NON_NULL) @Nullable Boolean ok,
        long providerId,
        String name,
        String protocol,
        String mode,
        String baseUrl,
        String billing,
        List<String> capabilities,
        int maxQuantity,
        int concurrency,
        int rateLimit,
        String connectTimeout,
        String answerTimeout,
        String marginPercent,
        String priceStep,
        @Nullable String priceRisePercent,
        String selection,
        boolean active,
        @Nullable String balance,
        @Nullable String currency,
        @Nullable Instant balanceAt,
        @Nullable String lowBalance,
        @Nullable Instant lowSince,
        String health,
        @Nullable String healthNote,
        @Nullable Instant healthAt,
        long inFlight,
        @Nullable RunView lastRun,
        Instant createdAt,
        Instant updatedAt) {}
