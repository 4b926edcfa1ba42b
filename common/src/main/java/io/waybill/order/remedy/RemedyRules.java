package io.waybill.order.remedy;

import io.waybill.attempt.Attempt;
import io.waybill.attempt.AttemptState;
import io.waybill.attempt.Attempts;
import io.waybill.catalog.Source;
import io.waybill.order.Deliveries;
import io.waybill.order.Deliveries.Delivery;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.secret.Sealed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which remedy is for which order. What was bought is never bought again, what may have been bought is only resolved,
 * and what is being sent is left alone. Pure but for the sealing. Thread-safe.
 *
 * <p>The notes of steps are shown to resellers.
 */
final class RemedyRules {
    private final Deliveries deliveries;

    RemedyRules(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    Verdict on(Standing standing, Remedy remedy) {
        return switch (remedy) {
            case Remedy.Retry _ -> retry(standing);
            case Remedy.Refund _ -> refund(standing);
            case Remedy.ResolveBought bought -> resolveBought(standing, bought);
            case Remedy.ResolveNotBought _ -> resolveNotBought(standing);
            case Remedy.Reorder _ -> reorder(standing);
        };
    }

    private static Verdict retry(Standing standing) {
        Objection objection = unlessSurelyNotBought(standing);
        if (objection == null && standing.order().source() != Source.PROVIDER) {
            objection = Objection.DELIVERED_BY_HAND;
        }
        if (objection == null && wouldBeHeldAgain(standing)) {
            objection = Objection.OVERPRICED;
        }
        return objection == null
                ? new Verdict.Take(new Step.PutBack(Duration.ZERO, "Trying again."), null)
                : new Verdict.Leave(objection);
    }

    private static boolean wouldBeHeldAgain(Standing standing) {
        return standing.order().holdReason() == HoldReason.PRICE_CHANGED && standing.overpriced();
    }

    /** What the provider has sold, and never delivered, is refunded at the store's cost. */
    private static Verdict refund(Standing standing) {
        Objection objection = unlessKnown(standing);
        return objection == null
                ? new Verdict.Take(failed(), null, writtenOff(standing))
                : new Verdict.Leave(objection);
    }

    private static Attempts.@Nullable LateSuccess writtenOff(Standing standing) {
        Attempt bought = standing.attempt(AttemptState.BOUGHT).orElse(null);
        return bought == null
                ? null
                : new Attempts.LateSuccess(
                        bought.id(), bought.orderId(), "when a person refunded it, though the provider had sold it.");
    }

    private static @Nullable Objection unlessSurelyNotBought(Standing standing) {
        Objection objection = unlessKnown(standing);
        return objection == null && standing.has(AttemptState.BOUGHT) ? Objection.BOUGHT : objection;
    }

    private static @Nullable Objection unlessKnown(Standing standing) {
        Objection objection = unlessHeld(standing);
        return objection == null && isUnknown(standing) ? Objection.OUTCOME_UNKNOWN : objection;
    }

    private static @Nullable Objection unlessHeld(Standing standing) {
        if (standing.has(AttemptState.SENDING)) {
            return Objection.BEING_SENT;
        }
        return standing.order().status() == OrderStatus.ON_HOLD ? null : Objection.NOT_HELD;
    }

    private static boolean isUnknown(Standing standing) {
        return standing.has(AttemptState.UNKNOWN) || standing.order().holdReason() == HoldReason.OUTCOME_UNKNOWN;
    }

    private Verdict resolveBought(Standing standing, Remedy.ResolveBought remedy) {
        Objection objection = unlessResolvable(standing);
        if (objection != null) {
            return new Verdict.Leave(objection);
        }
        Step complete = new Step.Complete(sealed(standing.order().id(), remedy.delivery()), "Delivered.");
        return new Verdict.Take(complete, ruling(standing, true, remedy.providerOrderId()));
    }

    private static Verdict resolveNotBought(Standing standing) {
        Objection objection = unlessResolvable(standing);
        if (objection == null && standing.has(AttemptState.BOUGHT)) {
            objection = Objection.BOUGHT;
        }
        return objection == null
                ? new Verdict.Take(failed(), ruling(standing, false, null))
                : new Verdict.Leave(objection);
    }

    /** What is unknown, what a person delivers, and what the provider has sold but never reported as delivered. */
    private static @Nullable Objection unlessResolvable(Standing standing) {
        Objection objection = unlessHeld(standing);
        if (objection != null) {
            return objection;
        }
        boolean resolvable = isUnknown(standing)
                || standing.order().holdReason() == HoldReason.MANUAL
                || standing.has(AttemptState.BOUGHT);
        return resolvable ? null : Objection.OUTCOME_KNOWN;
    }

    private static Attempts.@Nullable Ruling ruling(
            Standing standing, boolean bought, @Nullable String providerOrderId) {
        Attempt unknown = standing.attempt(AttemptState.UNKNOWN).orElse(null);
        return unknown == null ? null : new Attempts.Ruling(unknown.id(), bought, providerOrderId);
    }

    private @Nullable Sealed sealed(long orderId, @Nullable Delivery delivery) {
        return delivery == null ? null : deliveries.seal(orderId, delivery.codes(), delivery.message());
    }

    private static Step failed() {
        return new Step.Fail(FailureCode.ADMIN, "Refunded by the store.");
    }

    private static Verdict reorder(Standing standing) {
        if (standing.order().status() != OrderStatus.FAILED) {
            return new Verdict.Leave(Objection.NOT_FAILED);
        }
        if (standing.reorderedAs() != null) {
            return new Verdict.Leave(Objection.REORDERED);
        }
        if (standing.lateSuccess() || standing.has(AttemptState.BOUGHT)) {
            return new Verdict.Leave(Objection.LATE_SUCCESS);
        }
        if (standing.has(AttemptState.SENDING) || standing.has(AttemptState.UNKNOWN)) {
            return new Verdict.Leave(Objection.OUTCOME_UNKNOWN);
        }
        return new Verdict.PlaceAgain(standing.again());
    }
}
