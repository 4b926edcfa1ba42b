package io.waybill.order;

import io.waybill.money.Usd;
import io.waybill.secret.Sealed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One step in an order's life. Which step is legal from where, and where it leads, is {@link OrderTransitions}. */
public sealed interface Step {
    /** A worker takes it, to hand it to the provider. */
    record Claim() implements Step {}

    /** The provider has not sold it this time; a worker may claim it again after {@code dueIn}. Uses up one retry. */
    record RetryLater(Duration dueIn, String note) implements Step {}

    /**
     * The provider asked us to come back, or an admin wants it tried again; a worker may claim it again after
     * {@code dueIn}. Uses up no retry.
     */
    record PutBack(Duration dueIn, String note) implements Step {}

    /** It needs us; with {@code dueIn}, a worker may claim it again by itself after that time. Uses up no retry. */
    record Hold(HoldReason reason, @Nullable Duration dueIn, String note) implements Step {}

    /** The provider has sold it and works on it. */
    record Accept(String note) implements Step {}

    /**
     * All delivered. {@code delivery}: what the provider delivered, sealed for this order; null if nothing but the
     * fact.
     */
    record Complete(@Nullable Sealed delivery, String note) implements Step {}

    /** Some delivered; {@code refund} of the charge goes back. */
    record CompletePartly(@Nullable Sealed delivery, Usd refund, String note) implements Step {}

    /** Definitely not delivered: refunded in full. */
    record Fail(FailureCode code, String note) implements Step {}

    /**
     * Called off before delivery: refunded in full. {@code code} is null if the reseller did it. Never for an order of
     * which it is not known whether its provider has sold it.
     */
    record Cancel(@Nullable FailureCode code, String note) implements Step {}
}
