package io.waybill.api.admin.failures;

import io.waybill.order.remedy.Remedied;
import io.waybill.order.remedy.Remedy;
import io.waybill.order.remedy.RemedyOrders;
import io.waybill.order.remedy.RemedyOrders.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does something about failures, up to {@link RemedyOrders#MAX_ORDERS} at once. Thread-safe. */
public final class RemedyFailures {
    private final JdbcFailures failures;
    private final RemedyOrders remedies;

    RemedyFailures(JdbcFailures failures, RemedyOrders remedies) {
        this.failures = failures;
        this.remedies = remedies;
    }

    /** What {@link #apply} would do now; without effect. */
    public Report plan(Remedy remedy, Selection selection) {
        Chosen chosen = choose(remedy, selection);
        return new Report(remedies.plan(remedy, chosen.targets()), chosen.next());
    }

    /** In the caller's transaction, with what goes with it. */
    public Report apply(Remedy remedy, Selection selection) {
        Chosen chosen = choose(remedy, selection);
        return new Report(remedies.apply(remedy, chosen.targets()), chosen.next());
    }

    private Chosen choose(Remedy remedy, Selection selection) {
        return switch (selection) {
            case Selection.Named(List<Target> targets) -> new Chosen(targets, null);
            case Selection.Matching(FailureFilter filter, long after) -> {
                List<Target> oldest =
                        failures.oldestFor(remedy.kind(), filter, after, RemedyOrders.MAX_ORDERS + 1).stream()
                                .map(Target::new)
                                .toList();
                if (oldest.size() <= RemedyOrders.MAX_ORDERS) {
                    yield new Chosen(oldest, null);
                }
                List<Target> first = oldest.subList(0, RemedyOrders.MAX_ORDERS);
                yield new Chosen(first, first.getLast().orderId());
            }
        };
    }

    private record Chosen(List<Target> targets, @Nullable Long next) {}

    /**
     * What became of the orders.
     *
     * @param next the last order that was looked at, if there are more
     */
    public record Report(List<Remedied> results, @Nullable Long next) {
        public Report {
            results = List.copyOf(results);
        }
    }
}
