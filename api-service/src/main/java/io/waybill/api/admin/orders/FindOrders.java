package io.waybill.api.admin.orders;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Finds orders across accounts. Every filter has an index that finds its first page at once. Thread-safe. */
public final class FindOrders {
    private final JdbcAdminOrders orders;
    private final TransactionOperations reading;

    FindOrders(JdbcAdminOrders orders, TransactionOperations reading) {
        this.orders = orders;
        this.reading = reading;
    }

    /**
     * Newest first.
     *
     * @param after the last order of the page before; null for the first page
     */
    public List<OrderRow> find(OrderFilter filter, @Nullable Long after, int limit) {
        return Objects.requireNonNull(reading.execute(_ -> {
            orders.planForTheseValues();
            return orders.list(filter, after, limit);
        }));
    }
}
