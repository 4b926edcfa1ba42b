package io.waybill.sync.status;

import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.Canceled;
import io.waybill.provider.PurchaseState.Delivered;
import io.waybill.provider.PurchaseState.Failed;
import io.waybill.provider.PurchaseState.NotFound;
import io.waybill.provider.PurchaseState.Partly;
import io.waybill.provider.PurchaseState.Share;
import io.waybill.provider.PurchaseState.Unclear;
import io.waybill.provider.PurchaseState.Undelivered;
import io.waybill.provider.PurchaseState.Working;
import io.waybill.secret.Sealed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Judges by what is certain: the same order and answer always give the same judgement. Thread-safe. */
final class Judge {
    private final Duration unclearFor;
    private final BiFunction<Long, Delivery, Sealed> seal;

    /**
     * @param unclearFor how long a provider may not know an order, until it is held for a person
     * @param seal seals a delivery for the order with that id
     */
    Judge(Duration unclearFor, BiFunction<Long, Delivery, Sealed> seal) {
        this.unclearFor = unclearFor;
        this.seal = seal;
    }

    Judgement on(Followed order, PurchaseState state) {
        return switch (state) {
            case Working _ -> new Judgement(null, false);
            case Delivered delivered -> clear(new Step.Complete(sealed(order, delivered.delivery()), "Delivered."));
            case Partly partly ->
                partly.undelivered()
                        .of(order.pieces())
                        .map(undelivered -> clear(partly(order, partly.delivery(), undelivered)))
                        .orElseGet(() -> unclear(order));
            case Failed _ ->
                clear(new Step.Fail(FailureCode.PROVIDER_REFUSED, "The provider could not deliver the order."));
            case Canceled canceled ->
                canceled.undelivered() == null ? clear(canceled(order)) : canceled(order, canceled.undelivered());
            case NotFound _, Unclear _ -> unclear(order);
        };
    }

    /** Called off before anything was done, or in the midst of it; not when nothing remained to be called off. */
    private Judgement canceled(Followed order, Undelivered undelivered) {
        Share share = undelivered.of(order.pieces()).orElse(null);
        if (share == null || share.part().signum() == 0) {
            return unclear(order);
        }
        return clear(share.part().compareTo(share.whole()) == 0 ? canceled(order) : partly(order, null, share));
    }

    private Step partly(Followed order, @Nullable Delivery delivery, Share undelivered) {
        return new Step.CompletePartly(
                sealed(order, delivery), refund(order.charged(), undelivered), "Delivered in part.");
    }

    /** Rounded down: never more than what was not delivered. */
    static Usd refund(Usd charged, Share undelivered) {
        BigDecimal micros = BigDecimal.valueOf(charged.micros())
                .multiply(undelivered.part())
                .divide(undelivered.whole(), 0, RoundingMode.DOWN);
        return Usd.ofMicros(micros.longValueExact());
    }

    /** A held order was to be delivered by a person by now: it fails. */
    static Step canceled(Followed order) {
        if (order.status() == OrderStatus.ON_HOLD) {
            return new Step.Fail(FailureCode.CANCELED_BY_PROVIDER, "The provider called the order off.");
        }
        return order.cancelRequested()
                ? new Step.Cancel(null, "Canceled by the reseller, confirmed by the provider.")
                : new Step.Cancel(FailureCode.CANCELED_BY_PROVIDER, "The provider called the order off.");
    }

    private Judgement unclear(Followed order) {
        boolean tooLong = order.unclearFor() != null && order.unclearFor().compareTo(unclearFor) >= 0;
        boolean toBeHeld = tooLong && order.status() == OrderStatus.IN_PROGRESS;
        return new Judgement(
                toBeHeld
                        ? new Step.Hold(HoldReason.MANUAL, null, "Finding out what became of it at the provider.")
                        : null,
                true);
    }

    private static Judgement clear(Step step) {
        return new Judgement(step, false);
    }

    private @Nullable Sealed sealed(Followed order, @Nullable Delivery delivery) {
        return delivery == null ? null : seal.apply(order.orderId(), delivery);
    }
}
