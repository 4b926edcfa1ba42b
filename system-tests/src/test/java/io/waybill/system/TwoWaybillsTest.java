package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.Capability;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * One Waybill sells through another, over a link that breaks: whatever was lost on it is found out by the same
 * reference, and nothing is bought twice. Three books are compared: the shop's, the wholesaler's, and its provider's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoWaybillsTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int ORDERS = Integer.getInteger("waybill.test.orders", 60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ProviderSimulator simulator = ProviderSimulator.start(
            SimulatorOptions.inMemory().honoursIdempotency(true).slowDelay(Duration.ofMillis(300)));
    private Waybill wholesaler;
    private Waybill shop;
    private FaultyLink link;
    private String shopsKey;
    private String resellersKey;
    private long item;

    @BeforeAll
    void start() throws Exception {
        wholesaler = new Waybill();
        long wholesale = wholesaler.itemOf(
                simulator.baseUrl(),
                SimulatorOptions.DEFAULT_KEY,
                "123",
                2_000_000,
                Capability.IDEMPOTENCY,
                Capability.STATUS,
                Capability.CANCEL);
        shopsKey = wholesaler.reseller("shop@example.com", "10000");
        link = new FaultyLink(wholesaler.port(), SEED);
        shop = new Waybill();
        item = shop.itemOf(
                URI.create(link.url() + "/api/v1"),
                shopsKey,
                Long.toString(wholesale),
                3_000_000,
                Capability.IDEMPOTENCY,
                Capability.STATUS,
                Capability.CANCEL);
        resellersKey = shop.reseller("reseller@example.com", "10000");
    }

    @AfterAll
    void stop() throws Exception {
        shop.close();
        link.close();
        wholesaler.close();
        simulator.close();
    }

    @Test
    void whatIsLostOnTheWayIsFoundOutByItsReferenceAndNothingIsBoughtTwice() throws Exception {
        long before = balances();
        link.faults(40);
        List<Long> accepted = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            JsonNode order = shop.order(resellersKey, item, (i % 3 == 0 ? "processing-" : "ok-") + "user-" + i);
            assertThat(order.path("ok").asBoolean())
                    .as("seed %d: %s", SEED, order)
                    .isTrue();
            accepted.add(order.path("order_id").asLong());
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(shop.number("select count(*) from orders where status = 'completed' and id <= "
                                        + accepted.getLast()))
                                .as("seed %d", SEED)
                                .isEqualTo(ORDERS));
        link.faults(0);

        for (FaultyLink.Fault fault : FaultyLink.Fault.values()) {
            assertThat(link.count(fault)).as("seed %d: %s", SEED, fault).isPositive();
        }
        assertThat(shop.number("select count(*) from attempt where sends > 1"))
                .as("seed %d: nothing was sent again, the link broke nothing", SEED)
                .isPositive();
        assertThat(shop.number("select count(*) from attempt where state <> 'bought' and sends > 1"))
                .as("seed %d: an unknown purchase ended as not bought", SEED)
                .isZero();
        assertThat(wholesaler.number("select count(*) from orders where status = 'completed'"))
                .as("seed %d", SEED)
                .isEqualTo(ORDERS);
        assertThat(referencesAtTheWholesaler()).as("seed %d", SEED).isEqualTo(referencesOfTheShop());
        assertThat(simulator.book().purchases())
                .as("seed %d", SEED)
                .filteredOn(purchase -> purchase.recipient().contains("-user-"))
                .hasSize(ORDERS);
        assertThat(simulator.book().summary().recipientsBoughtMoreThanOnce()).isEmpty();
        assertThat(balances()).as("seed %d", SEED).isEqualTo(before - sold(shop) - sold(wholesaler));
        assertThat(shop.damage() + wholesaler.damage()).isZero();
    }

    @Test
    void aCancelGoesAllTheWayAndTheMoneyComesAllTheWayBack() throws Exception {
        long before = balances();
        simulator.slowDelay(Duration.ofMinutes(5));
        try {
            long order = shop.order(resellersKey, item, "processing-call-me-off")
                    .path("order_id")
                    .asLong();
            await().atMost(PATIENCE)
                    .until(() ->
                            shop.number("select count(*) from orders where status = 'in_progress' and id = " + order)
                                    == 1);
            await().atMost(PATIENCE)
                    .until(() -> wholesaler.number("select count(*) from orders where status = 'in_progress'") == 1);

            JsonNode asked = shop.post(resellersKey, "/orders/" + order + "/cancel", "{}");

            assertThat(asked.path("status").asString()).isEqualTo("in_progress");
            assertThat(asked.path("cancel_requested").asBoolean()).isTrue();
            await().atMost(PATIENCE)
                    .until(() -> shop.number("select count(*) from orders where status = 'canceled' and id = " + order)
                            == 1);
            assertThat(balances()).isEqualTo(before);
            assertThat(shop.damage() + wholesaler.damage()).isZero();
        } finally {
            simulator.slowDelay(Duration.ofMillis(300));
        }
    }

    /** What the resellers of a store paid for what was delivered; its catalog's prices may change at any time. */
    private static long sold(Waybill store) {
        return store.number("select sum(charged_micros) from orders where status = 'completed'");
    }

    private long balances() {
        return shop.number("select sum(balance_micros) from wallet")
                + wholesaler.number("select sum(balance_micros) from wallet");
    }

    /** Of the purchases, as the shop sent them and as the wholesaler's orders came to be. */
    private List<String> referencesOfTheShop() {
        return shop.jdbc().sql("""
                select reference || ' ' || provider_order_id
                  from attempt a
                  join orders o on o.id = a.order_id
                 where a.state = 'bought'
                   and o.status = 'completed'
                 order by 1
                """).query(String.class).list();
    }

    private List<String> referencesAtTheWholesaler() {
        return wholesaler.jdbc().sql("""
                select k.key || ' ' || k.order_id
                  from idempotency_key k
                  join orders o on o.id = k.order_id
                 where o.status = 'completed'
                 order by 1
                """).query(String.class).list();
    }
}
