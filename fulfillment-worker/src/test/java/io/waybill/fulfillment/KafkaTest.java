package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Sale;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.fulfillment.line.Lines;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import io.waybill.outbox.Topics;
import io.waybill.testing.TestServices;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Kafka says which orders wait; the database knows whether it is true. */
class KafkaTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void anOrderThatARecordNamesIsClaimedWithoutAPollAndDuplicatesBuyNothing() {
        FakeStore fake = new FakeStore();
        try (TestOrders orders = new TestOrders();
                Worker worker = Worker.start(
                        orders.dataSource(), TestServices.bootstrapServers(), fake, "claim.poll-every=60s")) {
            Shop shop = orders.shop(10);
            awaitLine(worker, shop);
            long first = orders.pending(shop, "first");

            tell(worker, first, shop, 3);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(orders.status(first)).isEqualTo("completed"));
            long second = orders.pending(shop, "second");
            tell(worker, first, shop, 2);
            tell(worker, second, shop, 1);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(orders.status(second)).isEqualTo("completed"));

            assertThat(fake.book()).extracting(Sale::orderId).containsExactly(first, second);
            assertThat(orders.attempts(first)).containsExactly("1 bought 1");
        }
    }

    @Test
    void whatFindsNoPermitIsAcknowledgedAndPulledWhenOneIsFree() {
        FakeStore fake = new FakeStore();
        try (TestOrders orders = new TestOrders();
                Worker worker = Worker.start(
                        orders.dataSource(), TestServices.bootstrapServers(), fake, "claim.poll-every=60s")) {
            Shop shop = orders.shop(2);
            awaitLine(worker, shop);
            List<Long> waiting = IntStream.range(0, 50)
                    .mapToObj(i -> orders.pending(shop, "buyer-" + i))
                    .toList();

            waiting.forEach(order -> tell(worker, order, shop, 1));

            await().atMost(SOON).until(() -> orders.count("completed") == 50);
            assertThat(fake.mostAtOnce()).isLessThanOrEqualTo(2);
            assertThat(fake.book()).hasSize(50);
        }
    }

    /** Until the worker knows the shop, it leaves records to the puller, which sleeps in these tests. */
    private static void awaitLine(Worker worker, Shop shop) {
        await().atMost(SOON).until(() -> worker.bean(Lines.class).find(shop.providerId()) != null);
    }

    private static void tell(Worker worker, long order, Shop shop, int times) {
        Message message = new Message(
                Topics.FULFILLMENT,
                Long.toString(order),
                "{\"order_id\":" + order + ",\"provider_id\":" + shop.providerId() + "}");
        new TransactionTemplate(worker.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            for (int i = 0; i < times; i++) {
                worker.bean(Outbox.class).append(List.of(message));
            }
        });
    }
}
