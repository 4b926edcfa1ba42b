package io.waybill.order.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.fixture.TestStore;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.OrderConfiguration;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.order.correction.CorrectOrders.Correction;
import io.waybill.order.correction.CorrectOrders.Result;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders here were charged one dollar. */
class CorrectOrdersTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int ROUNDS = Integer.getInteger("waybill.test.rounds", 100);

    private final TestStore store = new TestStore();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final TestStore.Reseller reseller = store.reseller();
    private final long item = store.providerItem(store.provider(), 1_000_000);
    private final CorrectOrders correctOrders;
    private final MoveOrders moveOrders;

    CorrectOrdersTest() {
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(Outbox.class, () -> messages::addAll);
        context.register(LedgerConfiguration.class, OrderConfiguration.class, CorrectionConfiguration.class);
        context.refresh();
        correctOrders =
                new JdbcCorrectOrders(store.jdbc(), context.getBean(Ledger.class), context.getBean(Outbox.class));
        moveOrders = context.getBean(MoveOrders.class);
    }

    @AfterEach
    void close() {
        assertThat(store.ledgerDamage()).isEmpty();
        context.close();
        store.close();
    }

    @Test
    void aRefundAfterTheEndIsAnAmountOfItsOwnAndTheStatusStays() {
        long order = completed();

        Result result = refund(order, 300_000);

        assertThat(result).isInstanceOfSatisfying(Result.Refunded.class, refunded -> {
            assertThat(refunded.order().status()).isEqualTo(OrderStatus.COMPLETED);
            assertThat(refunded.order().refunded()).isEqualTo(Usd.ofMicros(300_000));
            assertThat(refunded.order().version()).isEqualTo(3);
            assertThat(refunded.balanceAfter()).isEqualTo(Usd.ofMicros(300_000));
        });
        assertThat(transfers(order))
                .containsExactly(
                        "charge 1000000 in_flight", "sale 1000000 sales", "refund 300000 wallet from sales by admin@7");
        assertThat(store.balance(reseller)).isEqualTo(300_000);
        assertThat(events(order)).containsExactly("1 processing", "2 completed", "3 completed late by a week");
        assertThat(messages).hasSize(2);
    }

    @Test
    void allRefundsTogetherAreAtMostTheCharge() {
        long order = partial(400_000);

        assertThat(refund(order, 600_001))
                .isInstanceOfSatisfying(
                        Result.TooMuch.class,
                        tooMuch -> assertThat(tooMuch.left()).isEqualTo(Usd.ofMicros(600_000)));
        assertThat(refund(order, 600_000)).isInstanceOf(Result.Refunded.class);
        assertThat(refund(order, 1)).isInstanceOf(Result.TooMuch.class);
        assertThat(store.balance(reseller)).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = OrderStatus.class,
            names = {"PENDING", "PROCESSING", "IN_PROGRESS", "ON_HOLD"})
    void whatIsNotFinalIsNotCorrected(OrderStatus status) {
        long order = store.order(reseller, item, status);

        assertThat(refund(order, 1)).isInstanceOf(Result.NotDelivered.class);

        assertThat(events(order)).hasSize(1);
    }

    @Test
    void whatWasRefundedInFullIsNotRefundedAgain() {
        long failed = moved(new Step.Fail(FailureCode.ADMIN, "refunded"));

        assertThat(refund(failed, 1)).isInstanceOf(Result.NotDelivered.class);

        assertThat(store.balance(reseller)).isEqualTo(1_000_000);
    }

    @Test
    void anotherVersionAndAnUnknownOrderAreRefused() {
        long order = completed();

        assertThat(apply(new Correction(order, Usd.ofMicros(1), "admin@7", "why", 1)))
                .isInstanceOf(Result.VersionChanged.class);
        assertThat(apply(new Correction(order, Usd.ofMicros(1), "admin@7", "why", 2)))
                .isInstanceOf(Result.Refunded.class);
        assertThat(refund(4711, 1)).isInstanceOf(Result.NotFound.class);
    }

    @Test
    void nothingAndOutsideATransactionIsNoCorrection() {
        assertThatThrownBy(() -> new Correction(1, Usd.ZERO, "admin@7", "why", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> correctOrders.refund(new Correction(1, Usd.ofMicros(1), "admin@7", "why", null)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eightAtOnceNeverRefundMoreThanTheCharge() throws Exception {
        long refundedInAll = 0;
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                SplittableRandom random = new SplittableRandom(SEED + round);
                long order = completed();
                List<Callable<Result>> refunds = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    long amount = random.nextLong(1, 400_001);
                    refunds.add(() -> refund(order, amount));
                }
                long made = 0;
                for (Future<Result> result : racers.invokeAll(refunds)) {
                    made += result.get() instanceof Result.Refunded ? 1 : 0;
                }
                long refunded = store.jdbc()
                        .sql("select refunded_micros from orders where id = :id")
                        .param("id", order)
                        .query(Long.class)
                        .single();
                assertThat(refunded).as("seed %d, round %d", SEED, round).isBetween(1L, 1_000_000L);
                assertThat(events(order)).as("seed %d, round %d", SEED, round).hasSize((int) made + 2);
                refundedInAll += refunded;
            }
        }
        assertThat(store.balance(reseller)).as("seed %d", SEED).isEqualTo(refundedInAll);
    }

    private long completed() {
        return moved(new Step.Complete(null, "done"));
    }

    private long partial(long refund) {
        return moved(new Step.CompletePartly(null, Usd.ofMicros(refund), "some"));
    }

    private long moved(Step step) {
        long order = store.order(reseller, item, OrderStatus.PROCESSING);
        store.inTransaction(() -> moveOrders.apply(List.of(new Move(order, step))));
        return order;
    }

    private Result refund(long order, long micros) {
        return apply(new Correction(order, Usd.ofMicros(micros), "admin@7", "late by a week", null));
    }

    private Result apply(Correction correction) {
        return store.inTransaction(() -> correctOrders.refund(correction));
    }

    private List<String> transfers(long order) {
        return store.jdbc().sql("""
                select kind || ' ' || amount_micros || ' '
                       || case kind when 'refund' then 'wallet from ' || from_account || ' by ' || actor
                          else to_account end
                  from transfer
                 where order_id = :id
                 order by id
                """).param("id", order).query(String.class).list();
    }

    private List<String> events(long order) {
        return store.jdbc()
                .sql(
                        "select version || ' ' || status || case when version > 2 then ' ' || note else '' end from order_event where order_id = :id order by version")
                .param("id", order)
                .query(String.class)
                .list();
    }
}
