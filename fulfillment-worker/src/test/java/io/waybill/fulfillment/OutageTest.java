package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.simulator.Outage;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.simulator.book.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider that is away for a while: nothing is refunded, all goes on by itself, and not all at once. */
class OutageTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int ORDERS = 120;
    private static final int PER_SECOND = 40;

    private static final Duration OUTAGE = Duration.ofSeconds(3);

    /** A probe each 250 ms, give or take a fifth, and a few more while the pauses grow. */
    private static final int MOST_PROBES = 30;

    /** What the limit lets through at once. */
    private static final int BURST = PER_SECOND / 8 + 2;

    private final TestOrders orders = new TestOrders();
    private final ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory());

    @AfterEach
    void end() {
        simulator.close();
        orders.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "WALLET_DISABLED"})
    void ordersOfAProviderThatIsAwayGoOnByThemselvesWithinItsRateLimit(Outage outage) {
        simulator.outage(outage);

        assertAllWaitAndGoOnGently("provider_down", () -> simulator.outage(Outage.NONE));
    }

    @Test
    void ordersOfAProviderWithoutFundsGoOnByThemselvesWhenThereAreSome() {
        Usd all = simulator.book().balance(SimulatorOptions.DEFAULT_ACCOUNT);
        simulator.book().adjust(SimulatorOptions.DEFAULT_ACCOUNT, Usd.ZERO.minus(all));

        assertAllWaitAndGoOnGently(
                "provider_funds", () -> simulator.book().adjust(SimulatorOptions.DEFAULT_ACCOUNT, all));
    }

    private void assertAllWaitAndGoOnGently(String holdReason, Runnable back) {
        Shop shop = orders.shop("panel", simulator.baseUrl(), SimulatorOptions.DEFAULT_KEY, 50);
        orders.jdbc()
                .sql("update provider set rate_limit = :rate where id = :id")
                .param("rate", PER_SECOND)
                .param("id", shop.providerId())
                .update();
        List<Long> waiting = IntStream.range(0, ORDERS)
                .mapToObj(i -> orders.pending(shop, "buyer-" + i))
                .toList();
        try (Worker _ = Worker.start(
                orders.dataSource(),
                new FakeStore(),
                "line.breaker.window=10",
                "line.breaker.minimum-calls=5",
                "line.breaker.open-for=50ms",
                "line.breaker.open-at-most=250ms",
                "ruling.retry-after=1s,1s,1s,1s",
                "ruling.hold-for=200ms")) {
            await().atMost(SOON).until(() -> held(holdReason) >= BURST);
            letProbesGoOn();
            assertThat(simulator.book().purchases()).isEmpty();

            back.run();

            await().atMost(SOON).until(() -> orders.count("completed") == ORDERS);
        }
        waiting.forEach(order -> assertThat(orders.refunded(order)).isZero());
        assertThat(simulator.book().purchases()).hasSize(ORDERS);
        assertThat(attempts())
                .as("those tried when it went away, then one probe at a time")
                .isLessThanOrEqualTo(ORDERS + 6 * BURST + MOST_PROBES);
        assertThat(mostInASecond(claimsOfWhatWasBought())).isLessThanOrEqualTo(PER_SECOND);
        assertThat(orders.store().ledgerDamage()).isEmpty();
    }

    /** For so long that each order would be tried about fifteen times, were it not left alone. */
    private static void letProbesGoOn() {
        await().pollDelay(OUTAGE).until(() -> true);
    }

    private int attempts() {
        return orders.jdbc()
                .sql("select count(*) from attempt")
                .query(Integer.class)
                .single();
    }

    private int held(String reason) {
        return orders.jdbc()
                .sql("select count(*) from orders where hold_reason = :reason")
                .param("reason", reason)
                .query(Integer.class)
                .single();
    }

    /** By when they were claimed: how long a request takes from there on is not ours to say. */
    private List<Instant> claimsOfWhatWasBought() {
        return orders.jdbc()
                .sql("select created_at from attempt where state = 'bought'")
                .query((row, _) -> row.getTimestamp("created_at").toInstant())
                .list();
    }

    private static long mostInASecond(List<Instant> times) {
        return times.stream()
                .mapToLong(from -> times.stream()
                        .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
                        .count())
                .max()
                .orElseThrow();
    }
}
