package io.waybill.order.remedy;

import io.waybill.attempt.Attempts;
import io.waybill.order.Step;
import io.waybill.order.placing.OrderRequest;
import org.jspecify.annotations.Nullable;

/** What a remedy means for one order. */
sealed interface Verdict {
    /**
     * The order takes a step.
     *
     * @param ruling what is ruled on its attempt before; null: nothing is open
     * @param writtenOff the purchase that the store bears the cost of from then on; null: none
     */
    record Take(Step step, Attempts.@Nullable Ruling ruling, Attempts.@Nullable LateSuccess writtenOff)
            implements Verdict {
        Take(Step step, Attempts.@Nullable Ruling ruling) {
            this(step, ruling, null);
        }
    }

    /** Another order is placed. */
    record PlaceAgain(OrderRequest request) implements Verdict {}

    /** The remedy is not for this order. */
    record Leave(Objection objection) implements Verdict {}
}
