package io.waybill.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.fixture.TestStore;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.money.Usd;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import io.waybill.outbox.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class MoveOrdersTest {
    /** One step of every kind. */
    private static final List<Step> STEPS = List.of(
            new Step.Claim(),
            new Step.RetryLater(Duration.ofSeconds(5), "not sent"),
            new Step.PutBack(Duration.ofSeconds(5), "busy"),
            new Step.Hold(HoldReason.OUTCOME_UNKNOWN, null, "time-out"),
            new Step.Accept("sold"),
            new Step.Complete(null, "delivered"),
            new Step.CompletePartly(null, Usd.ofMicros(400_000), "some delivered"),
            new Step.Fail(FailureCode.OUT_OF_STOCK, "nothing left"),
            new Step.Cancel(null, "called off"));

    private final TestStore store = new TestStore();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final MoveOrders moveOrders;
    private final TestStore.Reseller reseller = store.reseller();
    private final long item = store.providerItem(store.provider(), 1_000_000);

    MoveOrdersTest() {
        context.registerBean(JdbcClient.class, store::jdbc);
        context.register(LedgerConfiguration.class);
        context.refresh();
        moveOrders = new JdbcMoveOrders(new JdbcOrderChanges(store.jdbc()), context.getBean(Ledger.class), outbox);
    }

    @AfterEach
    void close() {
        context.close();
        store.close();
    }

    static Stream<Step> steps() {
        return STEPS.stream();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepIsTakenFromWhereTheTableAllowsItAndRefusedFromEverywhereElse(Step step) {
        for (OrderStatus from : OrderStatus.values()) {
            long order = store.order(reseller, item, from);
            Result result = apply(new Move(order, step)).get(order);
            if (OrderTransitions.allows(from, step)) {
                assertThat(result).as("%s from %s", step, from).isInstanceOf(Result.Moved.class);
                assertThat(statusOf(order)).isEqualTo(OrderTransitions.target(step));
                assertThat(eventsOf(order))
                        .hasSize(2)
                        .last()
                        .asString()
                        .startsWith("2 " + OrderTransitions.target(step).wire());
            } else {
                assertThat(result).as("%s from %s", step, from).isInstanceOf(Result.NotAllowed.class);
                assertThat(statusOf(order)).isEqualTo(from);
                assertThat(eventsOf(order)).hasSize(1);
            }
        }
    }

    @Test
    void everyKindOfStepHasOneRowInTheTableAndEveryStatusIsReached() {
        assertThat(OrderTransitions.ALL).hasSameSizeAs(Step.class.getPermittedSubclasses());
        assertThat(STEPS.stream().map(Object::getClass).collect(Collectors.<Object>toSet()))
                .containsExactlyInAnyOrder((Object[]) Step.class.getPermittedSubclasses());
        assertThat(Stream.concat(
                        OrderTransitions.INITIAL.stream(),
                        OrderTransitions.ALL.stream().map(OrderTransitions.Transition::to)))
                .contains(OrderStatus.values());
    }

    @Test
    void nothingLeavesAFinalStatus() {
        assertThat(OrderTransitions.ALL)
                .allSatisfy(transition -> assertThat(transition.from()).noneMatch(OrderStatus::isFinal));
    }

    @Test
    void aFailureRefundsInFullAndACompletionEarnsTheCharge() {
        long failing = store.order(reseller, item, OrderStatus.PROCESSING);
        long completing = store.order(reseller, item, OrderStatus.PROCESSING);
        long partial = store.order(reseller, item, OrderStatus.PROCESSING);
        apply(
                new Move(failing, new Step.Fail(FailureCode.ITEM_GONE, "gone")),
                new Move(completing, new Step.Complete(null, "done")),
                new Move(partial, new Step.CompletePartly(null, Usd.ofMicros(400_000), "some")));
        assertThat(store.balance(reseller)).isEqualTo(1_400_000);
        assertThat(transfersOf(failing)).containsExactly("charge 1000000", "refund 1000000");
        assertThat(transfersOf(completing)).containsExactly("charge 1000000", "sale 1000000");
        assertThat(transfersOf(partial)).containsExactly("charge 1000000", "refund 400000", "sale 600000");
        assertThat(store.ledgerDamage()).isEmpty();
    }

    @Test
    void aMoveThatExpectsAnotherVersionIsRefused() {
        long order = store.order(reseller, item, OrderStatus.PENDING);
        assertThat(apply(new Move(order, new Step.Claim(), 7)).get(order)).isInstanceOf(Result.VersionChanged.class);
        assertThat(apply(new Move(order, new Step.Claim(), 1)).get(order)).isInstanceOf(Result.Moved.class);
        assertThat(apply(new Move(4711, new Step.Claim())).get(4711L)).isInstanceOf(Result.NotFound.class);
    }

    @Test
    void retriesAreCountedButBeingPutBackIsNot() {
        long order = store.order(reseller, item, OrderStatus.PROCESSING);
        assertThat(moved(order, new Step.PutBack(Duration.ofSeconds(5), "busy")).retries())
                .isZero();
        assertThat(moved(order, new Step.Claim()).dueAt()).isNull();
        Order retried = moved(order, new Step.RetryLater(Duration.ofSeconds(30), "not sent"));
        assertThat(retried.retries()).isEqualTo(1);
        assertThat(Duration.between(retried.updatedAt(), retried.dueAt())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aFailedOrHeldOrderIsToldOnTheTopicForThoseAndAClaimOnNone() {
        long claimed = store.order(reseller, item, OrderStatus.PENDING);
        long failing = store.order(reseller, item, OrderStatus.PROCESSING);
        long completing = store.order(reseller, item, OrderStatus.PROCESSING);
        apply(
                new Move(claimed, new Step.Claim()),
                new Move(failing, new Step.Fail(FailureCode.ITEM_GONE, "gone")),
                new Move(completing, new Step.Complete(null, "done")));
        assertThat(outbox.messages)
                .extracting(message -> message.topic() + " " + message.key())
                .containsExactlyInAnyOrder(
                        Topics.ORDER_EVENTS + " " + failing,
                        Topics.FAILED_ORDERS + " " + failing,
                        Topics.ORDER_EVENTS + " " + completing);
    }

    @Test
    void ordersAreMovedInATransactionOnly() {
        assertThatThrownBy(() -> moveOrders.apply(List.of(new Move(1, new Step.Claim()))))
                .isInstanceOf(IllegalStateException.class);
    }

    private Order moved(long order, Step step) {
        return ((Result.Moved) apply(new Move(order, step)).get(order)).order();
    }

    private Map<Long, Result> apply(Move... moves) {
        return store.inTransaction(() -> moveOrders.apply(List.of(moves)));
    }

    private OrderStatus statusOf(long order) {
        return OrderStatus.ofWire(store.jdbc()
                .sql("select status from orders where id = :id")
                .param("id", order)
                .query(String.class)
                .single());
    }

    private List<String> eventsOf(long order) {
        return store.jdbc()
                .sql("select version || ' ' || status from order_event where order_id = :id order by version")
                .param("id", order)
                .query(String.class)
                .list();
    }

    private List<String> transfersOf(long order) {
        return store.jdbc()
                .sql("select kind || ' ' || amount_micros from transfer where order_id = :id order by kind")
                .param("id", order)
                .query(String.class)
                .list();
    }

    /** Keeps what was appended; nothing of it is carried anywhere. */
    private static final class RecordingOutbox implements Outbox {
        private final List<Message> messages = new ArrayList<>();

        @Override
        public void append(List<Message> appended) {
            messages.addAll(appended);
        }
    }
}
