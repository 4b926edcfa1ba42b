package io.waybill.fulfillment.claim;

import io.waybill.order.HoldReason;
import io.waybill.order.Step;
import org.jspecify.annotations.Nullable;

/** What a claim does with a locked order that is due. */
sealed interface Plan {
    long orderId();

    /** The step that the order takes. */
    Step step();

    /** A new purchase with a new reference: it has none, or the last one was definitely not bought. */
    record Buy(long orderId, int number, String reference) implements Plan {
        @Override
        public Step step() {
            return new Step.Claim();
        }
    }

    /** The same purchase again: nobody knows whether it was bought, and the provider recognises its reference. */
    record BuyAgain(long orderId, LastAttempt attempt) implements Plan {
        @Override
        public Step step() {
            return new Step.Claim();
        }
    }

    /**
     * Nobody knows whether it was bought, and the provider does not recognise references (any more): it waits for a
     * person.
     */
    record LeaveToPerson(long orderId) implements Plan {
        @Override
        public Step step() {
            return new Step.Hold(HoldReason.OUTCOME_UNKNOWN, null, "Finding out whether the provider has delivered.");
        }
    }

    /** It costs more than it was sold for, and its item does not allow that: a person decides. */
    record HoldForPrice(long orderId) implements Plan {
        @Override
        public Step step() {
            return new Step.Hold(HoldReason.PRICE_CHANGED, null, "The provider's price has changed.");
        }
    }

    /** The plan for an order that a new purchase would cost more than it was charged: only what is new is held. */
    default Plan ifOverpriced() {
        return switch (this) {
            case Buy buy -> new HoldForPrice(buy.orderId());
            case BuyAgain _, LeaveToPerson _, HoldForPrice _ -> this;
        };
    }

    /** @param last null: nothing was tried yet */
    static Plan of(long orderId, @Nullable LastAttempt last, String freshReference) {
        if (last == null) {
            return new Buy(orderId, 1, freshReference);
        }
        return switch (last.state()) {
            case NOT_BOUGHT -> new Buy(orderId, last.number() + 1, freshReference);
            case UNKNOWN -> last.idempotent() ? new BuyAgain(orderId, last) : new LeaveToPerson(orderId);
            case SENDING, BOUGHT ->
                throw new IllegalStateException("order " + orderId + " is due, but its attempt " + last.number()
                        + " is " + last.state().wire());
        };
    }
}
