package io.waybill.sync.status;

import io.waybill.order.Step;
import io.waybill.provider.PurchaseState;
import java.time.Duration;

/**
 * A followed order with what its provider said of it.
 *
 * @param pause until it is asked again, if this is not the end
 */
record Answered(Followed order, PurchaseState state, Judgement judgement, Duration pause) {
    /** One word, for rows and figures. */
    String word() {
        return switch (state) {
            case PurchaseState.Working _ -> "working";
            case PurchaseState.Delivered _ -> "delivered";
            case PurchaseState.Partly _ -> "partly";
            case PurchaseState.Failed _ -> "failed";
            case PurchaseState.Canceled _ -> "canceled";
            case PurchaseState.NotFound _ -> "not_found";
            case PurchaseState.Unclear _ -> "unclear";
        };
    }

    /** What is kept of the answer, in words. */
    String kept() {
        return state instanceof PurchaseState.Unclear unclear
                ? unclear.why() + (unclear.answer().isEmpty() ? "" : ": " + unclear.answer())
                : state.answer();
    }

    /** Said to be delivered, if only in part. */
    boolean isDelivery() {
        return switch (state) {
            case PurchaseState.Delivered _, PurchaseState.Partly _ -> true;
            case PurchaseState.Canceled _ -> judgement.step() instanceof Step.CompletePartly;
            case PurchaseState.Working _, PurchaseState.Failed _, PurchaseState.NotFound _, PurchaseState.Unclear _ ->
                false;
        };
    }
}
