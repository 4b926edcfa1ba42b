package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.provider.Capability;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worker buys over HTTP from a provider that keeps its own book. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestOrders orders = new TestOrders();
    private final ProviderSimulator plain = simulator(false);
    private final ProviderSimulator idempotent = simulator(true);
    private Shop plainShop;
    private Shop idempotentShop;
    private Worker worker;

    @BeforeAll
    void start() {
        plainShop = orders.shop("panel", plain.baseUrl(), SimulatorOptions.DEFAULT_KEY, 50);
        idempotentShop =
                orders.shop("panel", idempotent.baseUrl(), SimulatorOptions.DEFAULT_KEY, 50, Capability.IDEMPOTENCY);
        worker = Worker.start(
                orders.dataSource(),
                new FakeStore(),
                "line.breaker.window=10000",
                "line.breaker.minimum-calls=10000",
                "line.breaker.quiet-for=1h");
    }

    @AfterAll
    void stop() {
        Stream.of(worker, plain, idempotent, orders).forEach(SimulatorTest::close);
    }

    @AfterEach
    void theLedgerHolds() {
        assertThat(orders.store().ledgerDamage()).isEmpty();
        assertThat(idempotent.book().summary().referencesBoughtMoreThanOnce()).isEmpty();
        assertThat(plain.book().summary().recipientsBoughtMoreThanOnce()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ok-1, completed, 1",
        "string-ids-1, completed, 1",
        "processing-1, in_progress, 1",
        "invalid-1, failed/invalid_recipient, 0",
        "item_gone-1, failed/item_gone, 0",
        "out_of_stock-1, failed/out_of_stock, 0",
        "error-1, on_hold/outcome_unknown, 0",
        "bad-gateway-1, on_hold/outcome_unknown, 0",
        "reset-1, on_hold/outcome_unknown, 0",
        "redirect-1, on_hold/outcome_unknown, 0",
        "bought-then-timeout-1, on_hold/outcome_unknown, 1",
        "bought-then-error-1, on_hold/outcome_unknown, 1",
        "bought-then-reset-1, on_hold/outcome_unknown, 1",
        "contradictory-1, on_hold/outcome_unknown, 1",
        "busy-once-1, completed, 1",
        "no_funds-once-1, completed, 1",
        "wallet_disabled-once-1, completed, 1",
        "unauthorized-once-1, completed, 1"
    })
    void anOrderEndsAsTheProvidersAnswerProvesAndTheBookAgrees(String recipient, String status, int sold) {
        long order = orders.pending(plainShop, recipient);

        awaitStatus(order, status);

        assertThat(plain.book().purchasesFor(recipient)).hasSize(sold);
        assertThat(orders.refunded(order)).isEqualTo(status.startsWith("failed") ? 1_000_000 : 0);
    }

    @ParameterizedTest
    @CsvSource({"error-once-2, 1", "reset-once-2, 1", "hang-once-2, 1"})
    void withReferencesTheUnknownIsFoundOutAndBoughtOnce(String recipient, int sold) {
        long order = orders.pending(idempotentShop, recipient);

        awaitStatus(order, "completed");

        assertThat(idempotent.book().purchasesFor(recipient)).hasSize(sold);
        assertThat(orders.attempts(order)).containsExactly("1 bought 2");
    }

    @Test
    void nothingOfASecretIsInTheEvidence() {
        long order = orders.pending(plainShop, "ok-secret-recipient");

        awaitStatus(order, "completed");

        String evidence = orders.attemptRows(order).getFirst().get("evidence").toString();
        assertThat(evidence).doesNotContain("ok-secret-recipient", SimulatorOptions.DEFAULT_KEY);
    }

    private void awaitStatus(long order, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(orders.status(order)).isEqualTo(status));
    }

    private static ProviderSimulator simulator(boolean honoursReferences) {
        return ProviderSimulator.start(SimulatorOptions.inMemory().honoursIdempotency(honoursReferences));
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
