package io.waybill.fulfillment.ruling;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.attempt.AttemptState;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import io.waybill.order.OrderTransitions;
import io.waybill.order.Step;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.secret.Sealed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

class RuleTest {
    private static final Set<Reason> SPEAKS_OF_THE_PURCHASE =
            Set.of(Reason.OUT_OF_STOCK, Reason.INVALID_RECIPIENT, Reason.ITEM_GONE, Reason.REFUSED);
    private static final Outcome UNKNOWN = new Unknown("time-out", Exchange.NONE);

    private final Rule rule = new Rule(
            new RulingSettings(
                    List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)),
                    List.of(Duration.ofSeconds(15), Duration.ofSeconds(60)),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10)),
            (orderId, delivery) -> Sealed.ofBytes(
                    new byte[] {orderId.byteValue(), (byte) delivery.codes().size()}));

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        RulingSettings defaults =
                Binder.get(new StandardEnvironment()).bindOrCreate("waybill.fulfillment.ruling", RulingSettings.class);

        assertThat(defaults.retryAfter()).extracting(Duration::toSeconds).containsExactly(5L, 30L, 120L, 600L);
        assertThat(defaults.resendAfter())
                .extracting(Duration::toSeconds)
                .containsExactly(15L, 30L, 60L, 120L, 300L, 900L, 3600L);
        assertThat(defaults.holdFor()).hasSeconds(30);
        assertThat(defaults.holdAtMost()).hasMinutes(10);
    }

    @Test
    void aDeliveryCompletesTheOrderSealedForIt() {
        Delivery delivery = new Delivery(List.of("A", "B"), null);
        Outcome outcome = new Bought("77", Bought.State.DELIVERED, delivery, Exchange.NONE);

        Ruling ruling = rule.on(sending().standing(), 1, outcome);

        Step expected = new Step.Complete(Sealed.ofBytes(new byte[] {9, 2}), "Delivered.");
        assertThat(ruling).isEqualTo(new Ruling.Resolved(true, expected, false));
    }

    @ParameterizedTest
    @CsvSource({"SENDING, PROCESSING, 1", "SENDING, PROCESSING, 2", "UNKNOWN, ON_HOLD, 1", "UNKNOWN, ON_HOLD, 3"})
    void whicheverSendingBroughtThePurchaseItIsBought(AttemptState state, OrderStatus status, int send) {
        Ruling ruling = rule.on(sending().state(state, status).sends(3).standing(), send, accepted("77"));

        assertThat(ruling).isInstanceOfSatisfying(Ruling.Resolved.class, resolved -> {
            assertThat(resolved.bought()).isTrue();
            assertThat(resolved.lateSuccess()).isFalse();
            assertThat(resolved.step()).isInstanceOf(Step.Accept.class);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = OrderStatus.class,
            names = {"FAILED", "CANCELED", "COMPLETED", "PARTIAL"})
    void aPurchaseForAnOrderThatHasEndedIsALateSuccess(OrderStatus ended) {
        Ruling ruling = rule.on(sending().state(AttemptState.UNKNOWN, ended).standing(), 1, accepted("77"));

        assertThat(ruling).isEqualTo(new Ruling.Resolved(true, null, true));
    }

    @Test
    void aPurchaseOnAnAttemptRuledNotBoughtIsALateSuccess() {
        Ruling ruling = rule.on(
                sending().state(AttemptState.NOT_BOUGHT, OrderStatus.PENDING).standing(), 1, accepted("77"));

        assertThat(ruling).isEqualTo(new Ruling.TooLate(true));
    }

    @ParameterizedTest
    @CsvSource({"77, false", "78, true"})
    void aSecondPurchaseOnOneAttemptIsALateSuccessUnlessItIsTheSame(String providerOrderId, boolean lateSuccess) {
        Standing bought = sending()
                .state(AttemptState.BOUGHT, OrderStatus.IN_PROGRESS)
                .boughtAs("77")
                .standing();

        assertThat(rule.on(bought, 1, accepted(providerOrderId))).isEqualTo(new Ruling.TooLate(lateSuccess));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aRefusalOfTheOnlySendingResolvesTheAttempt(Reason reason) {
        for (OrderStatus status : List.of(OrderStatus.PROCESSING, OrderStatus.ON_HOLD)) {
            AttemptState state = status == OrderStatus.PROCESSING ? AttemptState.SENDING : AttemptState.UNKNOWN;

            Ruling ruling = rule.on(sending().state(state, status).standing(), 1, refused(reason));

            assertThat(ruling).isEqualTo(new Ruling.Resolved(false, expected(reason), false));
            assertThat(OrderTransitions.allows(status, expected(reason))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aRefusalOfALaterSendingResolvesOnlyIfItSpeaksOfThePurchase(Reason reason) {
        Ruling ruling = rule.on(sending().sends(2).idempotent().standing(), 2, refused(reason));

        if (SPEAKS_OF_THE_PURCHASE.contains(reason)) {
            assertThat(ruling).isEqualTo(new Ruling.Resolved(false, expected(reason), false));
        } else {
            assertThat(ruling).isInstanceOf(Ruling.StillUnknown.class);
            assertThat(ruling.step()).isEqualTo(unknown(Duration.ofSeconds(60)));
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aRefusalOfAnEarlierSendingResolvesNothingWhileALaterOneIsOut(Reason reason) {
        Ruling ruling = rule.on(sending().sends(2).idempotent().standing(), 1, refused(reason));

        assertThat(ruling).isEqualTo(new Ruling.TooLate(false));
    }

    @Test
    void retriesThatAreUsedUpFailTheOrder() {
        Outcome outcome = refused(Reason.NEVER_SENT);

        assertThat(rule.on(sending().retries(1).standing(), 1, outcome).step())
                .isInstanceOfSatisfying(
                        Step.RetryLater.class,
                        retry -> assertThat(retry.dueIn()).hasSeconds(30));
        assertThat(rule.on(sending().retries(2).standing(), 1, outcome).step())
                .isInstanceOfSatisfying(
                        Step.Fail.class, fail -> assertThat(fail.code()).isEqualTo(FailureCode.RETRIES_EXHAUSTED));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, 5", "PT7S, 7", "PT2H, 600", "PT-1S, 5"})
    void aBusyProviderIsGivenTheTimeItAsksForWithinBounds(Duration retryAfter, long seconds) {
        Outcome outcome = new NotBought(Reason.BUSY, retryAfter, Exchange.NONE);

        assertThat(rule.on(sending().standing(), 1, outcome).step())
                .isInstanceOfSatisfying(
                        Step.PutBack.class, back -> assertThat(back.dueIn()).hasSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"1, PT0S, PT0S", "2, PT0S, PT0.5S", "11, PT0S, PT5S", "11, PT7S, PT7S", "5000, PT1S, PT10M"})
    void aProviderThatStaysBusyIsAskedLessAndLessOften(int attempt, Duration retryAfter, Duration wait) {
        Outcome outcome = new NotBought(Reason.BUSY, retryAfter, Exchange.NONE);

        assertThat(rule.on(sending().attempt(attempt).standing(), 1, outcome).step())
                .isInstanceOfSatisfying(
                        Step.PutBack.class, back -> assertThat(back.dueIn()).isEqualTo(wait));
    }

    @ParameterizedTest
    @CsvSource({"1, 15", "2, 60", "3, 60", "40, 60"})
    void theSameReferenceIsSentAgainWithGrowingWaits(int sends, long seconds) {
        Ruling ruling = rule.on(sending().sends(sends).idempotent().standing(), sends, UNKNOWN);

        assertThat(ruling).isEqualTo(new Ruling.StillUnknown(unknown(Duration.ofSeconds(seconds))));
    }

    @Test
    void withoutReferencesTheUnknownWaitsForAPerson() {
        assertThat(rule.on(sending().standing(), 1, UNKNOWN)).isEqualTo(new Ruling.StillUnknown(unknown(null)));
    }

    @Test
    void whatIsUnknownAlreadyStaysAsItIs() {
        Standing held = sending()
                .state(AttemptState.UNKNOWN, OrderStatus.ON_HOLD)
                .idempotent()
                .standing();

        assertThat(rule.on(held, 1, UNKNOWN)).isEqualTo(new Ruling.StillUnknown(null));
    }

    @ParameterizedTest
    @CsvSource({"BOUGHT, COMPLETED, 1", "NOT_BOUGHT, FAILED, 1", "SENDING, PROCESSING, 2"})
    void ignoranceNeverUndoesKnowledge(AttemptState state, OrderStatus status, int sends) {
        Standing standing = sending().state(state, status).sends(sends).standing();

        assertThat(rule.on(standing, 1, UNKNOWN)).isEqualTo(new Ruling.TooLate(false));
    }

    @Test
    void everyRulingIsALegalStep() {
        List<Outcome> outcomes = Stream.concat(
                        Stream.of(accepted("77"), UNKNOWN),
                        Stream.of(Reason.values()).map(RuleTest::refused))
                .toList();
        for (OrderStatus status : OrderStatus.values()) {
            for (AttemptState state : AttemptState.values()) {
                for (int send = 1; send <= 2; send++) {
                    for (Outcome outcome : outcomes) {
                        Step step = rule.on(
                                        sending().state(state, status).sends(2).standing(), send, outcome)
                                .step();
                        assertThat(step == null || OrderTransitions.allows(status, step))
                                .isTrue();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "2, 60", "3, 120", "5, 480", "6, 600", "1000, 600"})
    void theWaitForAProviderGrowsWithEachAttempt(int attempt, int seconds) {
        for (Reason reason : List.of(Reason.NO_FUNDS, Reason.PROVIDER_DOWN)) {
            Ruling ruling = rule.on(sending().attempt(attempt).standing(), 1, refused(reason));

            assertThat(((Step.Hold) Objects.requireNonNull(ruling.step())).dueIn())
                    .hasSeconds(seconds);
        }
    }

    private static Step expected(Reason reason) {
        return switch (reason) {
            case OUT_OF_STOCK -> new Step.Fail(FailureCode.OUT_OF_STOCK, "The provider is out of stock.");
            case INVALID_RECIPIENT ->
                new Step.Fail(FailureCode.INVALID_RECIPIENT, "The provider does not accept the recipient.");
            case ITEM_GONE -> new Step.Fail(FailureCode.ITEM_GONE, "The provider does not sell the item any more.");
            case REFUSED -> new Step.Fail(FailureCode.PROVIDER_REFUSED, "The provider refused the order.");
            case NO_FUNDS ->
                new Step.Hold(HoldReason.PROVIDER_FUNDS, Duration.ofSeconds(30), "Waiting for the provider.");
            case PROVIDER_DOWN ->
                new Step.Hold(HoldReason.PROVIDER_DOWN, Duration.ofSeconds(30), "Waiting for the provider.");
            case BUSY -> new Step.PutBack(Duration.ofSeconds(5), "The provider is busy, trying again.");
            case NEVER_SENT ->
                new Step.RetryLater(Duration.ofSeconds(5), "The provider was not reached, trying again.");
        };
    }

    private static Step unknown(Duration dueIn) {
        return new Step.Hold(HoldReason.OUTCOME_UNKNOWN, dueIn, "Finding out whether the provider has delivered.");
    }

    private static Outcome accepted(String providerOrderId) {
        return new Bought(providerOrderId, Bought.State.IN_PROGRESS, null, Exchange.NONE);
    }

    private static Outcome refused(Reason reason) {
        return new NotBought(reason, null, Exchange.NONE);
    }

    /** An attempt that is being sent for the first time, for order 9. */
    private static Builder sending() {
        return new Builder();
    }

    private static final class Builder {
        private AttemptState state = AttemptState.SENDING;
        private OrderStatus status = OrderStatus.PROCESSING;
        private int attempt = 1;
        private int sends = 1;
        private int retries;
        private String providerOrderId;
        private boolean idempotent;

        private Builder state(AttemptState attempt, OrderStatus order) {
            state = attempt;
            status = order;
            return this;
        }

        private Builder attempt(int number) {
            attempt = number;
            return this;
        }

        private Builder sends(int count) {
            sends = count;
            return this;
        }

        private Builder retries(int used) {
            retries = used;
            return this;
        }

        private Builder boughtAs(String id) {
            providerOrderId = id;
            return this;
        }

        private Builder idempotent() {
            idempotent = true;
            return this;
        }

        private Standing standing() {
            return new Standing(9, 1, 1, status, retries, 5, attempt, state, sends, providerOrderId, idempotent);
        }
    }
}
