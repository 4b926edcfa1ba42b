package io.waybill.benchmark;

import io.waybill.account.Mode;
import io.waybill.api.admin.orders.OrderFilter;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a filter together, condition by condition. */
final class Filter {
    private final Instant now;
    private Set<Long> ids = Set.of();
    private @Nullable Long account;
    private Set<Mode> modes = Set.of();
    private Set<OrderStatus> statuses = Set.of();
    private Set<HoldReason> holds = Set.of();
    private Set<FailureCode> failures = Set.of();
    private @Nullable Long item;
    private @Nullable Long provider;
    private Set<Source> sources = Set.of();
    private Set<Billing> billings = Set.of();
    private @Nullable String ref;
    private @Nullable Instant from;
    private @Nullable Instant to;

    Filter(Instant now) {
        this.now = now;
    }

    Filter ids(Set<Long> value) {
        ids = value;
        return this;
    }

    Filter account(long value) {
        account = value;
        return this;
    }

    Filter mode(Mode value) {
        modes = Set.of(value);
        return this;
    }

    Filter status(OrderStatus value) {
        return statuses(Set.of(value));
    }

    Filter statuses(Set<OrderStatus> value) {
        statuses = value;
        return this;
    }

    Filter hold(HoldReason value) {
        holds = Set.of(value);
        return this;
    }

    Filter failure(FailureCode value) {
        failures = Set.of(value);
        return this;
    }

    Filter item(long value) {
        item = value;
        return this;
    }

    Filter provider(long value) {
        provider = value;
        return this;
    }

    Filter source(Source value) {
        sources = Set.of(value);
        return this;
    }

    Filter billing(Billing value) {
        billings = Set.of(value);
        return this;
    }

    Filter ref(String value) {
        ref = value;
        return this;
    }

    /** Created between so many days ago and so many; 0 and 0 is the last hour. */
    Filter days(int first, int last) {
        from = first == 0 ? now.minus(Duration.ofHours(1)) : now.minus(Duration.ofDays(first));
        to = first == 0 ? null : now.minus(Duration.ofDays(last));
        return this;
    }

    OrderFilter build() {
        return new OrderFilter(
                ids, account, modes, statuses, holds, failures, item, provider, sources, billings, ref, from, to);
    }
}
