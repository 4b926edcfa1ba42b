package io.waybill.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.provider.Outcome.Delivery;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.Share;
import io.waybill.secret.Sealed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final Duration LIMIT = Duration.ofHours(24);
    private static final Sealed SEALED = Sealed.ofBytes(new byte[] {1});

    private final Judge judge = new Judge(LIMIT, (_, _) -> SEALED);

    @Test
    void aDeliveryCompletesAndIsSealed() {
        Judgement judgement = judge.on(
                order(OrderStatus.IN_PROGRESS, null, false),
                new PurchaseState.Delivered(new Delivery(List.of("A"), null), ""));

        assertThat(judgement.step())
                .isInstanceOfSatisfying(
                        Step.Complete.class,
                        complete -> assertThat(complete.delivery()).isEqualTo(SEALED));
    }

    @Test
    void anEndWithoutDeliveryRefundsAndSaysWhoseItWas() {
        Followed order = order(OrderStatus.IN_PROGRESS, null, false);

        assertThat(judge.on(order, new PurchaseState.Failed("")).step())
                .isInstanceOfSatisfying(
                        Step.Fail.class, fail -> assertThat(fail.code()).isEqualTo(FailureCode.PROVIDER_REFUSED));
        assertThat(judge.on(order, new PurchaseState.Canceled(null, "")).step())
                .isInstanceOfSatisfying(
                        Step.Cancel.class,
                        cancel -> assertThat(cancel.code()).isEqualTo(FailureCode.CANCELED_BY_PROVIDER));
        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, null, true), new PurchaseState.Canceled(null, ""))
                        .step())
                .isInstanceOfSatisfying(
                        Step.Cancel.class, cancel -> assertThat(cancel.code()).isNull());
        assertThat(judge.on(order(OrderStatus.ON_HOLD, null, true), new PurchaseState.Canceled(null, ""))
                        .step())
                .isInstanceOfSatisfying(
                        Step.Fail.class, fail -> assertThat(fail.code()).isEqualTo(FailureCode.CANCELED_BY_PROVIDER));
    }

    static Stream<PurchaseState> unclear() {
        return Stream.of(new PurchaseState.NotFound(""), new PurchaseState.Unclear("?", ""));
    }

    @ParameterizedTest
    @MethodSource("unclear")
    void whatProvesNothingMovesNothingUntilItsLimitAndThenHoldsWithoutARefund(PurchaseState state) {
        Duration almost = LIMIT.minusMillis(1);

        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, null, false), state)).isEqualTo(new Judgement(null, true));
        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, almost, false), state))
                .isEqualTo(new Judgement(null, true));
        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, LIMIT, false), state).step())
                .isInstanceOfSatisfying(Step.Hold.class, hold -> {
                    assertThat(hold.reason()).isEqualTo(HoldReason.MANUAL);
                    assertThat(hold.dueIn()).isNull();
                });
        assertThat(judge.on(order(OrderStatus.ON_HOLD, LIMIT, false), state).step())
                .isNull();
    }

    @Test
    void workInProgressMovesNothingHoweverOldItIs() {
        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, Duration.ofDays(300), false), new PurchaseState.Working("")))
                .isEqualTo(new Judgement(null, false));
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 1, 4, 250000",
        "1000000, 157, 1000, 157000",
        "1000001, 1, 3, 333333",
        "1, 1, 2, 0",
        "1, 0, 5, 0",
        "7, 5, 5, 7",
        "9223372036854775807, 1, 1, 9223372036854775807",
        "1000000, 0.047916, 0.191667, 249996"
    })
    void aPartialRefundIsRoundedDown(long charged, BigDecimal part, BigDecimal whole, long refund) {
        assertThat(Judge.refund(Usd.ofMicros(charged), new Share(part, whole))).isEqualTo(Usd.ofMicros(refund));
    }

    @Test
    void piecesAreAPartOfWhatWasBought() {
        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, null, false), partly("157"))
                        .step())
                .isInstanceOfSatisfying(
                        Step.CompletePartly.class,
                        part -> assertThat(part.refund()).isEqualTo(Usd.ofMicros(157_000)));
    }

    @Test
    void morePiecesThanWereBoughtProveNothing() {
        assertThat(judge.on(order(OrderStatus.IN_PROGRESS, null, false), partly("1001")))
                .isEqualTo(new Judgement(null, true));
    }

    @Test
    void aWholeInPiecesThatNobodyCountedIsRefundedForNoneOfThem() {
        Followed whole = order(OrderStatus.IN_PROGRESS, null, false, null);

        assertThat(judge.on(whole, partly("1"))).isEqualTo(new Judgement(null, true));
        assertThat(judge.on(whole, canceled("1"))).isEqualTo(new Judgement(null, true));
        assertThat(judge.on(whole, partly("0")).step())
                .isInstanceOfSatisfying(
                        Step.CompletePartly.class,
                        part -> assertThat(part.refund()).isEqualTo(Usd.ofMicros(0)));
    }

    @Test
    void whatWasDeliveredBeforeItWasCalledOffIsNotRefunded() {
        for (OrderStatus status : List.of(OrderStatus.IN_PROGRESS, OrderStatus.ON_HOLD)) {
            assertThat(judge.on(order(status, null, true), canceled("157")).step())
                    .isInstanceOfSatisfying(
                            Step.CompletePartly.class,
                            part -> assertThat(part.refund()).isEqualTo(Usd.ofMicros(157_000)));
        }
        Followed order = order(OrderStatus.IN_PROGRESS, null, false);

        assertThat(judge.on(order, canceled("1000")).step()).isInstanceOf(Step.Cancel.class);
        assertThat(judge.on(order, canceled("1001"))).isEqualTo(new Judgement(null, true));
        assertThat(judge.on(order, canceled("0"))).isEqualTo(new Judgement(null, true));
    }

    private static PurchaseState canceled(String pieces) {
        return new PurchaseState.Canceled(new PurchaseState.Pieces(new BigDecimal(pieces)), "");
    }

    private static PurchaseState partly(String pieces) {
        return new PurchaseState.Partly(null, new PurchaseState.Pieces(new BigDecimal(pieces)), "");
    }

    @Test
    void noShareRefundsMoreThanTheCharge() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 10_000; i++) {
            long charged = random.nextLong(0, 1_000_000_000_000L);
            BigDecimal whole = new BigDecimal(random.nextLong(1, 1_000_000)).movePointLeft(random.nextInt(7));
            BigDecimal part =
                    whole.multiply(BigDecimal.valueOf(random.nextInt(0, 1001))).movePointLeft(3);

            Usd refund = Judge.refund(Usd.ofMicros(charged), new Share(part, whole));

            assertThat(refund.micros())
                    .as("seed %d, case %d", SEED, i)
                    .isBetween(0L, charged)
                    .isLessThanOrEqualTo(
                            (long) Math.ceil(part.doubleValue() / whole.doubleValue() * charged * 1.000001) + 1);
        }
    }

    @Test
    void aPartIsNeitherNegativeNorMoreThanTheWhole() {
        assertThatThrownBy(() -> new Share(BigDecimal.TWO, BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(BigDecimal.ONE.negate(), BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(BigDecimal.ZERO, BigDecimal.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Followed order(OrderStatus status, @Nullable Duration unclearFor, boolean cancelRequested) {
        return order(status, unclearFor, cancelRequested, 1000);
    }

    private static Followed order(
            OrderStatus status, @Nullable Duration unclearFor, boolean cancelRequested, @Nullable Integer pieces) {
        return new Followed(
                1001,
                7,
                "p-1",
                status,
                Usd.ofMicros(1_000_000),
                pieces,
                Duration.ofHours(1),
                unclearFor,
                cancelRequested);
    }
}
