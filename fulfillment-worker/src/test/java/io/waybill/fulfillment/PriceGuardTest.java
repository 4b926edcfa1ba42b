package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FailureInbox;
import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.provider.Capability;
import io.waybill.provider.Outcome.NotBought.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is bought above the price that it was sold for, unless its item allows it. Orders cost one dollar here. */
class PriceGuardTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestOrders orders = new TestOrders();
    private final FakeStore fake = new FakeStore();
    private Shop shop;
    private Worker worker;

    @BeforeEach
    void start() {
        shop = orders.shop(10, Capability.IDEMPOTENCY);
        fake.honourReferences();
        worker = Worker.start(orders.dataSource(), fake);
    }

    @AfterEach
    void stop() {
        worker.close();
        assertThat(orders.store().ledgerDamage()).isEmpty();
        orders.close();
    }

    @Test
    void whatCostsMoreThanItWasSoldForIsHeldForAPersonAndNotBought() {
        costs(1_000_001);

        long order = orders.pending(shop, "dear");

        awaitStatus(order, "on_hold/price_changed");
        assertThat(fake.asked()).isZero();
        assertThat(orders.attempts(order)).isEmpty();
        assertThat(orders.isDue(order)).isFalse();
        assertThat(orders.refunded(order)).isZero();
    }

    @Test
    void aRiseThatWaitsForAPersonCountsAlready() {
        rises(2_000_000);

        awaitStatus(orders.pending(shop, "risen"), "on_hold/price_changed");
    }

    @Test
    void whatCostsAsMuchAsItWasSoldForIsBought() {
        costs(1_000_000);

        awaitStatus(orders.pending(shop, "fair"), "completed");
    }

    @Test
    void thePriceOfAThousandPiecesIsThatOfAThousand() {
        costs(2_000_000);
        orders.jdbc().sql("update item set unit = 1000").update();

        awaitStatus(orders.pending(shop, "one-piece"), "completed");
    }

    @Test
    void anItemMayAllowToBeSoldBelowItsCost() {
        costs(5_000_000);
        orders.jdbc().sql("update item set sell_below_cost = true").update();

        awaitStatus(orders.pending(shop, "loss-leader"), "completed");
    }

    @Test
    void aRetryOfWhatTheGuardWouldHoldAgainIsSkippedUntilItsItemAllowsIt() {
        costs(1_000_001);
        long order = orders.pending(shop, "dear");
        awaitStatus(order, "on_hold/price_changed");

        assertThat(retry(order)).isEqualTo("skipped overpriced");
        assertThat(orders.status(order)).isEqualTo("on_hold/price_changed");

        orders.jdbc().sql("update item set sell_below_cost = true").update();
        assertThat(retry(order)).isEqualTo("done");
        awaitStatus(order, "completed");
        assertThat(fake.soldTo("dear")).hasSize(1);
    }

    @Test
    void whatCostsAsMuchAsItWasSoldForIsTriedAgainAndBought() {
        costs(1_000_001);
        long order = orders.pending(shop, "cheaper-again");
        awaitStatus(order, "on_hold/price_changed");

        costs(1_000_000);
        assertThat(retry(order)).isEqualTo("done");

        awaitStatus(order, "completed");
    }

    @Test
    void aRiseThatWaitsForAPersonKeepsARetryFromBeingMadeAsWell() {
        rises(2_000_000);
        long order = orders.pending(shop, "risen");
        awaitStatus(order, "on_hold/price_changed");

        assertThat(retry(order)).isEqualTo("skipped overpriced");
    }

    @Test
    void whatTheProvidersAccountPaysHasNoPriceHere() {
        costs(5_000_000);
        long order = orders.store().inTransaction(() -> {
            long id = orders.pending(shop, "on-their-account");
            orders.jdbc()
                    .sql("update orders set billing = 'provider', charged_micros = 0 where id = :id")
                    .param("id", id)
                    .update();
            orders.jdbc()
                    .sql("delete from transfer where order_id = :id")
                    .param("id", id)
                    .update();
            orders.jdbc().sql("""
                    update wallet w
                       set balance_micros = 1000000,
                           last_seq = (select max(seq) from transfer t where t.wallet_id = w.id)
                    """).update();
            return id;
        });

        awaitStatus(order, "completed");
    }

    @Test
    void aRetryIsGuardedLikeTheFirstTry() {
        fake.script("rising", call -> {
            costs(1_000_001);
            return call.refuse(Reason.BUSY);
        });

        long order = orders.pending(shop, "rising");

        awaitStatus(order, "on_hold/price_changed");
        assertThat(orders.attempts(order)).containsExactly("1 not_bought 1");
    }

    @Test
    void whetherSomethingWasBoughtIsFoundOutAtAnyPrice() {
        fake.script(
                "unknown",
                call -> {
                    costs(5_000_000);
                    return Answer.SELLS_AND_MUMBLES.to(call);
                },
                Answer.DELIVERS);

        long order = orders.pending(shop, "unknown");

        awaitStatus(order, "completed");
        assertThat(fake.soldTo("unknown")).hasSize(1);
    }

    private void costs(long micros) {
        orders.jdbc()
                .sql("update item set cost_micros = :micros")
                .param("micros", micros)
                .update();
    }

    private void rises(long micros) {
        orders.jdbc().sql("""
                update item
                   set cost_micros = 900000,
                       pending_cost_micros = :micros,
                       pending_price_micros = :micros,
                       pending_since = now()
                """).param("micros", micros).update();
    }

    private String retry(long order) {
        try (FailureInbox inbox = worker.failureInbox()) {
            return inbox.retry(order);
        }
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }
}
