package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.provider.Capability;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of one order, by what its provider answers. No Kafka runs: the puller alone moves every order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneOrderTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestOrders orders = new TestOrders();
    private final FakeStore fake = new FakeStore();
    private Shop shop;
    private Shop idempotentShop;
    private Worker worker;

    @BeforeAll
    void start() {
        fake.honourReferences();
        shop = orders.shop(20);
        idempotentShop = orders.shop(20, Capability.IDEMPOTENCY);
        // The breaker has its own tests: here one provider serves all kinds of answers.
        worker = Worker.start(
                orders.dataSource(),
                fake,
                "line.breaker.window=10000",
                "line.breaker.minimum-calls=10000",
                "line.breaker.quiet-for=1h");
    }

    @AfterAll
    void stop() {
        worker.close();
        orders.close();
    }

    @AfterEach
    void theLedgerHolds() {
        assertThat(orders.store().ledgerDamage()).isEmpty();
    }

    @Test
    void aDeliveredOrderIsCompletedAndItsCodesAreSealed() {
        long order = orders.pending(shop, "anna");

        awaitStatus(order, "completed");

        assertThat(orders.delivery(order)).isEqualTo("{\"codes\":[\"CODE-" + order + "\"],\"message\":null}");
        assertThat(orders.attempts(order)).containsExactly("1 bought 1");
        assertThat(orders.refunded(order)).isZero();
        assertThat(orders.attemptRows(order).getFirst().get("evidence").toString())
                .contains("POST /orders 123", "delivered")
                .doesNotContain("CODE-", "anna");
    }

    @Test
    void anOrderThatTheProviderWorksOnIsInProgress() {
        fake.script("ben", Answer.ACCEPTS);
        long order = orders.pending(shop, "ben");

        awaitStatus(order, "in_progress");

        assertThat(orders.attempts(order)).containsExactly("1 bought 1");
    }

    @ParameterizedTest
    @CsvSource({
        "OUT_OF_STOCK, out_of_stock",
        "INVALID_RECIPIENT, invalid_recipient",
        "ITEM_GONE, item_gone",
        "REFUSED, provider_refused"
    })
    void aDefiniteRefusalFailsTheOrderAndRefundsIt(Reason reason, String failureCode) {
        fake.script("refused-" + reason, Answer.refuses(reason));
        long order = orders.pending(shop, "refused-" + reason);

        awaitStatus(order, "failed/" + failureCode);

        assertThat(orders.refunded(order)).isEqualTo(1_000_000);
        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1");
    }

    @Test
    void anUnknownOutcomeIsHeldForAPersonAndNeverSentAgainNorRefunded() {
        fake.script("dora", Answer.SELLS_AND_MUMBLES);
        long order = orders.pending(shop, "dora");

        awaitStatus(order, "on_hold/outcome_unknown");
        passTime();

        assertThat(orders.status(order)).isEqualTo("on_hold/outcome_unknown");
        assertThat(orders.isDue(order)).isFalse();
        assertThat(orders.attempts(order)).containsExactly("1 unknown 1");
        assertThat(orders.refunded(order)).isZero();
        assertThat(fake.soldTo("dora")).hasSize(1);
        assertThat(orders.attemptRows(order).getFirst().get("evidence").toString())
                .contains("status 500");
    }

    @Test
    void whatAnAdapterThrowsIsUnknown() {
        fake.script("emil", call -> {
            throw new IllegalStateException("broken adapter");
        });
        long order = orders.pending(shop, "emil");

        awaitStatus(order, "on_hold/outcome_unknown");
    }

    @Test
    void aProviderThatHonoursReferencesIsSentTheSameOneAgain() {
        fake.script("fred", Answer.SELLS_AND_MUMBLES, Answer.MUMBLES, Answer.DELIVERS);
        long order = orders.pending(idempotentShop, "fred");

        awaitStatus(order, "completed");

        assertThat(orders.attempts(order)).containsExactly("1 bought 3");
        assertThat(fake.soldTo("fred")).hasSize(1);
    }

    @Test
    void aRefusalOfARequestSaysNothingAboutAnEarlierOneThatMayHaveBeenSold() {
        fake.script(
                "gina",
                Answer.SELLS_AND_MUMBLES,
                Answer.refuses(Reason.NO_FUNDS),
                Answer.refuses(Reason.BUSY),
                Answer.UNREACHABLE,
                Answer.refuses(Reason.PROVIDER_DOWN),
                Answer.DELIVERS);
        long order = orders.pending(idempotentShop, "gina");

        awaitStatus(order, "completed");

        assertThat(fake.soldTo("gina")).hasSize(1);
        assertThat(orders.attempts(order)).hasSize(1);
    }

    @Test
    void anOrderIsNotSentAgainOnceItsProviderIsKnownNotToHonourReferences() {
        fake.script("hans", Answer.MUMBLES);
        long order = orders.pending(shop, "hans");
        awaitStatus(order, "on_hold/outcome_unknown");

        orders.jdbc()
                .sql("update orders set due_at = now() where id = :id")
                .param("id", order)
                .update();

        await().atMost(SOON).until(() -> !orders.isDue(order));
        assertThat(orders.attempts(order)).containsExactly("1 unknown 1");
    }

    @Test
    void whatNeverLeftIsTriedAgainByItsTimeAndThenFails() {
        fake.script("ida", Answer.UNREACHABLE);
        long order = orders.pending(shop, "ida");

        awaitStatus(order, "failed/retries_exhausted");

        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1", "2 not_bought 1", "3 not_bought 1");
        assertThat(orders.retries(order)).isEqualTo(2);
        assertThat(orders.refunded(order)).isEqualTo(1_000_000);
        assertThat(fake.soldTo("ida")).isEmpty();
    }

    @Test
    void eachTryAfterADefiniteRefusalHasAReferenceOfItsOwn() {
        fake.script("jack", Answer.UNREACHABLE, Answer.UNREACHABLE, Answer.UNREACHABLE, Answer.DELIVERS);
        long order = orders.pending(shop, "jack");

        awaitStatus(order, "completed");

        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1", "2 bought 1");
        assertThat(orders.attemptRows(order).stream()
                        .map(row -> row.get("reference"))
                        .distinct())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"NO_FUNDS, provider_funds", "PROVIDER_DOWN, provider_down"})
    void anOrderIsHeldForTheProviderAndResumesByItselfWithoutUsingARetry(Reason reason, String holdReason)
            throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        String recipient = "held-" + reason;
        fake.script(recipient, call -> back.getCount() > 0 ? call.refuse(reason) : call.deliver("NOW"));
        long order = orders.pending(shop, recipient);

        awaitStatus(order, "on_hold/" + holdReason);
        passTime();
        back.countDown();
        awaitStatus(order, "completed");

        assertThat(orders.attempts(order)).hasSizeGreaterThan(1);
        assertThat(orders.retries(order)).isZero();
        assertThat(fake.soldTo(recipient)).hasSize(1);
    }

    @Test
    void aBusyProviderIsAskedAgainLaterWithoutUsingARetry() {
        fake.script(
                "kim",
                call -> new NotBought(Reason.BUSY, Duration.ofMillis(80), Exchange.NONE),
                call -> new NotBought(Reason.BUSY, null, Exchange.NONE),
                Answer.DELIVERS);
        long order = orders.pending(shop, "kim");

        awaitStatus(order, "completed");

        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1", "2 not_bought 1", "3 bought 1");
        assertThat(orders.retries(order)).isZero();
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }

    /** Long enough for a worker to do what it must not: an order that came later is done. */
    private void passTime() {
        for (int i = 0; i < 3; i++) {
            long later = orders.pending(shop, "later");
            awaitStatus(later, "completed");
        }
    }
}
