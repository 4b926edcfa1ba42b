package io.waybill.order.reading;

import io.waybill.money.Usd;
import io.waybill.order.OrderStatus;
import io.waybill.secret.Sealed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an order, and what it brought.
 *
 * @param balanceAfter the wallet's balance after the charge; null if the provider's account pays
 * @param delivery what the provider delivered, sealed for this order; codes from stock are kept elsewhere
 * @param timeline oldest first: all changes, or of an order with more than {@link #MOST_ENTRIES} the first one and the
 *     newest
 */
public record OrderHistory(
        @Nullable Usd balanceAfter, @Nullable Sealed delivery, List<Entry> timeline) {
    /** An order takes about three changes; only one that waits for its provider for days takes more than that. */
    public static final int MOST_ENTRIES = 50;

    public OrderHistory {
        timeline = List.copyOf(timeline);
    }

    /** One change. */
    public record Entry(
            Instant at, OrderStatus status, @Nullable String note) {}
}
