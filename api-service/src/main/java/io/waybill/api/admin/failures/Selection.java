package io.waybill.api.admin.failures;

import io.waybill.order.remedy.RemedyOrders.Target;
import java.util.List;

/** Which orders an action is for. */
public sealed interface Selection {
    /** Those that are named, each once. */
    record Named(List<Target> targets) implements Selection {
        public Named {
            targets = List.copyOf(targets);
        }
    }

    /**
     * The oldest of those that the action may be for.
     *
     * @param after only orders with a greater id
     */
    record Matching(FailureFilter filter, long after) implements Selection {}
}
