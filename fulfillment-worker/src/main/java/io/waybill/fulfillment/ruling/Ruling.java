package io.waybill.fulfillment.ruling;

import io.waybill.order.Step;
import org.jspecify.annotations.Nullable;

/** What an answer means for its attempt and its order. */
public sealed interface Ruling {
    /** The step that the order takes; null: it stays where it is. */
    @Nullable
    Step step();

    /**
     * Now it is known.
     *
     * @param lateSuccess bought, but the order has ended without it: the store bears the cost
     */
    record Resolved(boolean bought, @Nullable Step step, boolean lateSuccess) implements Ruling {}

    /** Whether it was bought is not known, and stays to be found out. */
    record StillUnknown(@Nullable Step step) implements Ruling {}

    /**
     * The attempt was resolved before, or its reference is being sent again: the answer is kept, and nothing else
     * happens.
     *
     * @param lateSuccess it says bought, which the attempt's resolution denies
     */
    record TooLate(boolean lateSuccess) implements Ruling {
        @Override
        public @Nullable Step step() {
            return null;
        }
    }
}
