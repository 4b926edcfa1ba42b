package io.waybill.api.admin.orders;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which orders to list. What is empty or null doesn't filter.
 *
 * @param createdFrom inclusive
 * @param createdTo exclusive
 */
public record OrderFilter(
        Set<Long> ids,
        @Nullable Long accountId,
        Set<Mode> modes,
        Set<OrderStatus> statuses,
        Set<HoldReason> holdReasons,
        Set<FailureCode> failureCodes,
        @Nullable Long itemId,
        @Nullable Long providerId,
        Set<Source> sources,
        Set<Billing> billings,
        @Nullable String externalRef,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo) {
    /** Everything. */
    public static final OrderFilter ALL = new OrderFilter(
            Set.of(), null, Set.of(), Set.of(), Set.of(), Set.of(), null, null, Set.of(), Set.of(), null, null, null);

    public OrderFilter {
        ids = Set.copyOf(ids);
        modes = Set.copyOf(modes);
        statuses = Set.copyOf(statuses);
        holdReasons = Set.copyOf(holdReasons);
        failureCodes = Set.copyOf(failureCodes);
        sources = Set.copyOf(sources);
        billings = Set.copyOf(billings);
    }
}
