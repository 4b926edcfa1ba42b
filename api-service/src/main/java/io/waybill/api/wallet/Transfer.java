package io.waybill.api.wallet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as its wallet's owner sees it.
 *
 * @param amount in USD; negative if it left the wallet, so that each balance is the one before plus the amount
 */
public record Transfer(
        long seq,
        String kind,
        String amount,
        String balanceAfter,
        @Nullable Long orderId,
        Instant createdAt) {}
