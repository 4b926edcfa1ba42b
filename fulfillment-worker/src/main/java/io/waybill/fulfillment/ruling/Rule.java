package io.waybill.fulfillment.ruling;

import io.waybill.attempt.AttemptState;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderTransitions;
import io.waybill.order.Step;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.secret.Sealed;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rules on answers by what is known. The same standing and outcome always give the same ruling. Thread-safe.
 *
 * <p>The notes of steps are shown to resellers.
 */
public final class Rule {
    /** After so many turns, an order has waited for a busy provider as long as for one that does not say how long. */
    private static final int TURNS_TO_WAIT_LONGER = 10;

    private final RulingSettings settings;
    private final BiFunction<Long, Delivery, Sealed> seal;

    /** @param seal seals a delivery for the order with that id */
    public Rule(RulingSettings settings, BiFunction<Long, Delivery, Sealed> seal) {
        this.settings = settings;
        this.seal = seal;
    }

    /** @param send which sending of the reference this is the outcome of, from 1 */
    public Ruling on(Standing standing, int send, Outcome outcome) {
        return switch (outcome) {
            case Bought bought -> bought(standing, bought);
            case NotBought notBought -> notBought(standing, send, notBought);
            case Unknown _ -> unknown(standing, send);
        };
    }

    /** A purchase is a purchase, whichever sending of the reference brought it. */
    private Ruling bought(Standing standing, Bought bought) {
        return switch (standing.state()) {
            case SENDING, UNKNOWN -> {
                Step step = delivered(standing, bought);
                boolean legal = OrderTransitions.allows(standing.status(), step);
                yield new Ruling.Resolved(true, legal ? step : null, !legal);
            }
            case BOUGHT -> new Ruling.TooLate(isAnotherPurchase(standing, bought));
            case NOT_BOUGHT -> new Ruling.TooLate(true);
        };
    }

    private static boolean isAnotherPurchase(Standing standing, Bought bought) {
        return standing.providerOrderId() != null && !standing.providerOrderId().equals(bought.providerOrderId());
    }

    private Step delivered(Standing standing, Bought bought) {
        return switch (bought.state()) {
            case DELIVERED -> new Step.Complete(sealed(standing.orderId(), bought.delivery()), "Delivered.");
            case IN_PROGRESS -> new Step.Accept("The provider works on it.");
        };
    }

    private @Nullable Sealed sealed(long orderId, @Nullable Delivery delivery) {
        return delivery == null ? null : seal.apply(orderId, delivery);
    }

    /** A refusal speaks of its own sending only: while a later one is out, it resolves nothing. */
    private Ruling notBought(Standing standing, int send, NotBought refusal) {
        if (!standing.state().isUnresolved() || send != standing.sends()) {
            return new Ruling.TooLate(false);
        }
        if (send > 1 && !speaksOfThePurchase(refusal.reason())) {
            return stillUnknown(standing, busy(refusal.retryAfter()));
        }
        Step step = refused(standing, refusal);
        return new Ruling.Resolved(false, OrderTransitions.allows(standing.status(), step) ? step : null, false);
    }

    /**
     * Whether a provider that honours references, asked again, has ruled on the purchase; else it has only turned away
     * this request (or never saw it), and an earlier one may still have been sold.
     */
    private static boolean speaksOfThePurchase(NotBought.Reason reason) {
        return switch (reason) {
            case OUT_OF_STOCK, INVALID_RECIPIENT, ITEM_GONE, REFUSED -> true;
            case NO_FUNDS, PROVIDER_DOWN, BUSY, NEVER_SENT -> false;
        };
    }

    private Step refused(Standing standing, NotBought refusal) {
        return switch (refusal.reason()) {
            case OUT_OF_STOCK -> new Step.Fail(FailureCode.OUT_OF_STOCK, "The provider is out of stock.");
            case INVALID_RECIPIENT ->
                new Step.Fail(FailureCode.INVALID_RECIPIENT, "The provider does not accept the recipient.");
            case ITEM_GONE -> new Step.Fail(FailureCode.ITEM_GONE, "The provider does not sell the item any more.");
            case REFUSED -> new Step.Fail(FailureCode.PROVIDER_REFUSED, "The provider refused the order.");
            case NO_FUNDS -> wait(standing, HoldReason.PROVIDER_FUNDS);
            case PROVIDER_DOWN -> wait(standing, HoldReason.PROVIDER_DOWN);
            case BUSY -> new Step.PutBack(busyAgain(standing, refusal), "The provider is busy, trying again.");
            case NEVER_SENT -> retry(standing.retries());
        };
    }

    /** Longer with each attempt: a provider may sell to some for days while its funds are too low for others. */
    private Step wait(Standing standing, HoldReason reason) {
        return new Step.Hold(reason, settings.holdAfter(standing.attemptNumber()), "Waiting for the provider.");
    }

    private Step retry(int used) {
        return used < settings.retryAfter().size()
                ? new Step.RetryLater(settings.retryAfter().get(used), "The provider was not reached, trying again.")
                : new Step.Fail(FailureCode.RETRIES_EXHAUSTED, "The provider was not reached.");
    }

    /**
     * As long as the provider asks for, but a little longer each time: every turn leaves an attempt and two events, and
     * a provider that stays busy, or asks for no time at all, must not pile them up.
     */
    private Duration busyAgain(Standing standing, NotBought refusal) {
        Duration asked = busy(refusal.retryAfter());
        Duration patience =
                settings.busyFor().multipliedBy(standing.attemptNumber() - 1).dividedBy(TURNS_TO_WAIT_LONGER);
        return asked.compareTo(patience) < 0 ? busy(patience) : asked;
    }

    private Duration busy(@Nullable Duration retryAfter) {
        Duration wait = retryAfter == null || retryAfter.isNegative() ? settings.busyFor() : retryAfter;
        return wait.compareTo(settings.busyAtMost()) > 0 ? settings.busyAtMost() : wait;
    }

    private Ruling unknown(Standing standing, int send) {
        if (!standing.state().isUnresolved() || send != standing.sends()) {
            return new Ruling.TooLate(false);
        }
        return stillUnknown(standing, Duration.ZERO);
    }

    private Ruling stillUnknown(Standing standing, Duration atLeast) {
        if (standing.state() == AttemptState.UNKNOWN) {
            return new Ruling.StillUnknown(null);
        }
        Duration wait = settings.resendAfter(standing.sends());
        Duration dueIn = wait.compareTo(atLeast) < 0 ? atLeast : wait;
        Step hold = new Step.Hold(
                HoldReason.OUTCOME_UNKNOWN,
                standing.idempotent() ? dueIn : null,
                "Finding out whether the provider has delivered.");
        return new Ruling.StillUnknown(OrderTransitions.allows(standing.status(), hold) ? hold : null);
    }
}
