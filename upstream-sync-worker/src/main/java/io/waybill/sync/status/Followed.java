package io.waybill.sync.status;

import io.waybill.money.Usd;
import io.waybill.order.OrderStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An order that is followed, as it stood before its provider was asked.
 *
 * @param pieces that were bought; null: it was sold as a whole, in pieces that nobody has counted
 * @param age since the provider accepted it
 * @param unclearFor for how long the provider has not known it, or contradicted itself; null: its last answer was clear
 * @param cancelRequested its reseller wants it called off
 */
record Followed(
        long orderId,
        long attemptId,
        String providerOrderId,
        OrderStatus status,
        Usd charged,
        @Nullable Integer pieces,
        Duration age,
        @Nullable Duration unclearFor,
        boolean cancelRequested) {}
