package io.waybill.api.admin.failures;

import io.waybill.order.remedy.Remedy;
import io.waybill.order.remedy.RemedyOrders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/** Reads the inbox: row by row, or counted. Thread-safe. */
public final class FindFailures {
    private final JdbcFailures failures;
    private final RemedyOrders remedies;
    private final TransactionOperations reading;

    FindFailures(JdbcFailures failures, RemedyOrders remedies, TransactionOperations reading) {
        this.failures = failures;
        this.remedies = remedies;
        this.reading = reading;
    }

    /** Newest order first. */
    public List<Placed> find(FailureFilter filter, Place after, int limit) {
        return read(() -> {
            List<Placed> found = failures.list(filter, after, limit);
            List<Long> orders = found.stream()
                    .map(placed -> placed.row().orderId())
                    .distinct()
                    .toList();
            Map<Long, Set<Remedy.Kind>> possible = remedies.possible(orders);
            return found.stream().map(placed -> with(possible, placed)).toList();
        });
    }

    /** By cause, mode, provider and item, the greatest groups first. */
    public List<FailureGroup> groups(FailureFilter filter, int limit) {
        return read(() -> failures.groups(filter, limit));
    }

    private <T> List<T> read(Supplier<List<T>> work) {
        return Objects.requireNonNull(reading.execute(_ -> {
            failures.planForTheseValues();
            return work.get();
        }));
    }

    private static Placed with(Map<Long, Set<Remedy.Kind>> possible, Placed placed) {
        Set<Remedy.Kind> kinds = possible.getOrDefault(placed.row().orderId(), Set.of());
        return new Placed(
                placed.row().with(kinds.stream().map(Remedy.Kind::wire).toList()), placed.place());
    }
}
