package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.provider.Capability;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where nobody knows whether something was bought, our balance before the sending is part of the evidence. */
class BalanceEvidenceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestOrders orders = new TestOrders();
    private final FakeStore fake = new FakeStore();
    private Worker worker;

    @BeforeEach
    void start() {
        worker = Worker.start(orders.dataSource(), fake);
    }

    @AfterEach
    void stop() {
        worker.close();
        orders.close();
    }

    @Test
    void anUnknownPurchaseKeepsTheBalanceThatTheProviderAnsweredBeforeIt() {
        Shop shop = shop();
        fake.script("lost", Answer.MUMBLES);

        long order = orders.pending(shop, "lost");

        awaitStatus(order, "on_hold/outcome_unknown");
        assertThat(evidence(order))
                .contains("\"balance_before\"", "\"12.500000\"", "\"USD\"", "\"2026-01-01T", "\"answers\"");
    }

    @Test
    void aKnownPurchaseNeedsNoBalance() {
        Shop shop = shop();
        fake.script("gone", Answer.refuses(io.waybill.provider.Outcome.NotBought.Reason.ITEM_GONE));

        long bought = orders.pending(shop, "known");
        long refused = orders.pending(shop, "gone");

        awaitStatus(bought, "completed");
        awaitStatus(refused, "failed/item_gone");
        assertThat(evidence(bought)).doesNotContain("balance").contains("\"answers\"");
        assertThat(evidence(refused)).doesNotContain("balance");
    }

    @Test
    void aProviderThatRecognisesReferencesIsAskedInsteadOfItsBalance() {
        Shop shop = shop(Capability.IDEMPOTENCY);
        fake.honourReferences();
        fake.script("again", Answer.SELLS_AND_MUMBLES, Answer.DELIVERS);

        long order = orders.pending(shop, "again");

        awaitStatus(order, "completed");
        assertThat(evidence(order)).doesNotContain("balance");
    }

    private Shop shop(Capability... capabilities) {
        Shop shop = orders.shop(10, capabilities);
        orders.jdbc()
                .sql(
                        "update provider set balance = 12.5, balance_currency = 'USD', balance_at = '2026-01-01T00:00:00Z'")
                .update();
        return shop;
    }

    private String evidence(long order) {
        return orders.attemptRows(order).getFirst().get("evidence").toString();
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }
}
