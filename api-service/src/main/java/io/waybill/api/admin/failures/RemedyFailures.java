package io.waybill.api.admin.failures;

import io.waybill.account.Mode;
import io.waybill.error.Refusal;
import io.waybill.order.remedy.Remedied;
import io.waybill.order.remedy.Remedy;
import io.waybill.order.remedy.RemedyOrders;
import io.waybill.order.remedy.RemedyOrders.Target;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does something about failures, up to {@link RemedyOrders#MAX_ORDERS} at once. Thread-safe. */
public final class RemedyFailures {
    private static final int MAX_NAMED = 20;

    private final JdbcFailures failures;
    private final RemedyOrders remedies;

    RemedyFailures(JdbcFailures failures, RemedyOrders remedies) {
        this.failures = failures;
        this.remedies = remedies;
    }

    /** What {@link #apply} would do now; without effect. */
    public Result plan(Remedy remedy, Selection selection) {
        return carryOut(remedy, selection, remedies::plan);
    }

    /** In the caller's transaction, with what goes with it. */
    public Result apply(Remedy remedy, Selection selection) {
        return carryOut(remedy, selection, remedies::apply);
    }

    private Result carryOut(Remedy remedy, Selection selection, BiFunction<Remedy, List<Target>, List<Remedied>> work) {
        Optional<Refusal> unfit = selection instanceof Selection.Named named ? unfit(named) : Optional.empty();
        if (unfit.isPresent()) {
            return new Result.Refused(unfit.get());
        }
        Chosen chosen = choose(remedy, selection);
        return new Result.Report(work.apply(remedy, chosen.targets()), chosen.next());
    }

    /** Amounts of live and of test orders are never added. */
    private Optional<Refusal> unfit(Selection.Named named) {
        Map<Mode, List<Long>> orders =
                failures.byMode(named.targets().stream().map(Target::orderId).toList());
        if (orders.size() < 2) {
            return Optional.empty();
        }
        Map.Entry<Mode, List<Long>> fewer = Collections.min(
                orders.entrySet(),
                Comparator.comparing(entry -> entry.getValue().size()));
        return Optional.of(Refusal.invalid(
                "order_ids",
                "mixed_modes",
                "names live and test orders, whose amounts are never added: name those of one mode. These are "
                        + fewer.getKey().wire() + ": " + listed(fewer.getValue())));
    }

    private static String listed(List<Long> orders) {
        String first = orders.stream().limit(MAX_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return orders.size() <= MAX_NAMED ? first : first + " and " + (orders.size() - MAX_NAMED) + " more";
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

    /** What came of it. */
    public sealed interface Result {
        /**
         * What became of each order.
         *
         * @param next the last order that was looked at, if there are more
         */
        record Report(List<Remedied> results, @Nullable Long next) implements Result {
            public Report {
                results = List.copyOf(results);
            }
        }

        /** Nothing is done about any. */
        record Refused(Refusal refusal) implements Result {}
    }
}
