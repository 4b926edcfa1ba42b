package io.waybill.fulfillment.ruling;

import io.waybill.attempt.AttemptState;
import io.waybill.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and its order as they stand when an answer is ruled on; both locked.
 *
 * @param sends how often the attempt's reference was sent
 * @param providerOrderId what the provider called the purchase, if it was bought
 * @param retries retries that the order has used up
 * @param idempotent the provider honours our reference: the same one twice is one purchase
 */
public record Standing(
        long orderId,
        long accountId,
        long providerId,
        OrderStatus status,
        int retries,
        long attemptId,
        int attemptNumber,
        AttemptState state,
        int sends,
        @Nullable String providerOrderId,
        boolean idempotent) {}
