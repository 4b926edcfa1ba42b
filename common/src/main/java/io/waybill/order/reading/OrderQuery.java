package io.waybill.order.reading;

import io.waybill.account.Mode;
import io.waybill.order.OrderStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which orders of an account to list. What is empty or null doesn't filter.
 *
 * @param createdFrom inclusive
 * @param createdTo exclusive
 * @param before only orders with a smaller id: the next page
 * @param limit at most so many
 */
public record OrderQuery(
        long accountId,
        Mode mode,
        Set<Long> ids,
        Set<OrderStatus> statuses,
        @Nullable String externalRef,
        @Nullable Long itemId,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        @Nullable Long before,
        int limit) {
    public OrderQuery {
        ids = Set.copyOf(ids);
        statuses = Set.copyOf(statuses);
    }
}
