package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.fulfillment.fixture.Remedies;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.fulfillment.settle.Finished;
import io.waybill.order.Deliveries.Delivery;
import io.waybill.order.remedy.Objection;
import io.waybill.order.remedy.Remedied;
import io.waybill.order.remedy.Remedy;
import io.waybill.provider.Capability;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.NotBought.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an admin does about held orders while a real worker buys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemedyTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestOrders orders = new TestOrders();
    private final FakeStore fake = new FakeStore();
    private Remedies remedies;
    private Shop shop;
    private Worker worker;

    @BeforeAll
    void start() {
        remedies = new Remedies(orders.store());
        shop = orders.shop(20);
        worker = Worker.start(
                orders.dataSource(),
                fake,
                "line.breaker.window=10000",
                "line.breaker.minimum-calls=10000",
                "line.breaker.quiet-for=1h",
                "ruling.hold-at-most=1h",
                "ruling.hold-for=1h");
    }

    @AfterAll
    void stop() {
        worker.close();
        remedies.close();
        orders.close();
    }

    @AfterEach
    void theLedgerHolds() {
        assertThat(orders.store().ledgerDamage()).isEmpty();
    }

    @Test
    void aHeldOrderThatIsRetriedIsReallyBoughtOnce() {
        fake.script("anna", Answer.refuses(Reason.NO_FUNDS), Answer.DELIVERS);
        long order = orders.pending(shop, "anna");
        awaitStatus(order, "on_hold/provider_funds");

        assertThat(remedies.apply(new Remedy.Retry(), order)).isInstanceOf(Remedied.Done.class);

        awaitStatus(order, "completed");
        assertThat(fake.soldTo("anna")).hasSize(1);
        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1", "2 bought 1");
        assertThat(orders.refunded(order)).isZero();
    }

    @Test
    void aFailedOrderThatIsOrderedAnewIsBoughtByItself() {
        fake.script("ben", Answer.refuses(Reason.OUT_OF_STOCK), Answer.DELIVERS);
        long order = orders.pending(shop, "ben");
        awaitStatus(order, "failed/out_of_stock");

        Remedied done = remedies.apply(new Remedy.Reorder(), order);
        long anew = ((Remedied.Done) done).newOrder().id();

        awaitStatus(anew, "completed");
        assertThat(fake.soldTo("ben")).hasSize(1);
        assertThat(remedies.apply(new Remedy.Reorder(), order))
                .isEqualTo(new Remedied.Skipped(order, Objection.REORDERED, anew));
    }

    @Test
    void anAnswerThatComesAfterARulingByHandIsALateSuccessAndChangesNothing() {
        int cases = orders.lateSuccesses();
        fake.script("cora", Answer.SELLS_AND_MUMBLES);
        long order = orders.pending(shop, "cora");
        awaitStatus(order, "on_hold/outcome_unknown");

        assertThat(remedies.apply(new Remedy.ResolveNotBought(), order)).isInstanceOf(Remedied.Done.class);
        answer(order, "fake-late");

        assertThat(orders.status(order)).isEqualTo("failed/admin");
        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1");
        assertThat(orders.refunded(order)).isEqualTo(1_000_000);
        assertThat(orders.lateSuccesses()).isEqualTo(cases + 1);
        assertThat(remedies.apply(new Remedy.Reorder(), order))
                .isEqualTo(new Remedied.Skipped(order, Objection.LATE_SUCCESS, null));
    }

    @Test
    void anAnswerThatConfirmsARulingByHandIsKeptAndNoLoss() {
        int cases = orders.lateSuccesses();
        fake.script("dora", Answer.SELLS_AND_MUMBLES);
        long order = orders.pending(shop, "dora");
        awaitStatus(order, "on_hold/outcome_unknown");

        Delivery delivery = new Delivery(List.of("BY-HAND"), null);
        assertThat(remedies.apply(new Remedy.ResolveBought("fake-9", delivery), order))
                .isInstanceOf(Remedied.Done.class);
        answer(order, "fake-9");

        assertThat(orders.status(order)).isEqualTo("completed");
        assertThat(orders.delivery(order)).isEqualTo("{\"codes\":[\"BY-HAND\"],\"message\":null}");
        assertThat(orders.attempts(order)).containsExactly("1 bought 1");
        assertThat(orders.lateSuccesses()).isEqualTo(cases);
        assertThat(orders.attemptRows(order).getFirst().get("late_answer").toString())
                .contains("fake-9");
    }

    @Test
    void anOrderThatIsBeingSentCanNotBeResolvedByHand() throws InterruptedException {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch resumed = new CountDownLatch(1);
        fake.pauseBeforeTheGate("emil", paused, resumed);
        long order = orders.pending(shop, "emil");
        paused.await();

        for (Remedy remedy : List.of(
                new Remedy.Retry(),
                new Remedy.Refund(),
                new Remedy.ResolveBought(null, null),
                new Remedy.ResolveNotBought())) {
            assertThat(remedies.apply(remedy, order))
                    .isEqualTo(new Remedied.Skipped(order, Objection.BEING_SENT, null));
        }
        resumed.countDown();

        awaitStatus(order, "completed");
        assertThat(fake.soldTo("emil")).hasSize(1);
    }

    @Test
    void whatWasResolvedIsNeverSentAgainToAProviderThatHonoursReferences() {
        Shop idempotent = orders.shop(20, Capability.IDEMPOTENCY);
        fake.script("fred", Answer.MUMBLES);
        long order = orders.pending(idempotent, "fred");

        // It is sent again and again: between two sendings it can be resolved.
        await().atMost(SOON).until(() -> remedies.apply(new Remedy.ResolveNotBought(), order) instanceof Remedied.Done);
        int asked = fake.asked();
        long next = orders.pending(idempotent, "gina");
        awaitStatus(next, "completed");

        assertThat(orders.status(order)).isEqualTo("failed/admin");
        assertThat(orders.isDue(order)).isFalse();
        assertThat(fake.asked()).isEqualTo(asked + 1);
    }

    /** The provider's answer to the order's first attempt, settled as a worker settles it. */
    private void answer(long order, String providerOrderId) {
        long attempt = (Long) orders.attemptRows(order).getFirst().get("id");
        Outcome bought = new Outcome.Bought(
                providerOrderId, Outcome.Bought.State.DELIVERED, null, new Outcome.Exchange("POST /orders", 200, "ok"));
        assertThat(remedies.settleOrders()
                        .settle(List.of(new Finished(order, attempt, 1, bought)))
                        .isEmpty())
                .isTrue();
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }
}
