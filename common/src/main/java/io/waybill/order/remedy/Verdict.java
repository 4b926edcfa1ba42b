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
     */
    record Take(Step step, Attempts.@Nullable Ruling ruling) implements Verdict {}

    /** Another order is placed. */
    record PlaceAgain(OrderRequest request) implements Verdict {}

    /** The remedy is not for this order. */
    record Leave(Objection objection) implements Verdict {}
}
