package io.waybill.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.local.EmbeddedKafka;
import io.waybill.messaging.WaitingOrders.Subscription;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import io.waybill.outbox.Message;
import io.waybill.outbox.Topics;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class WaitingOrdersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database = TestServices.database();
    private EmbeddedKafka kafka = EmbeddedKafka.start();
    private final String address = kafka.bootstrapServers();
    private final Instance instance = new Instance(database.dataSource(), address, Map.of());
    private final Set<WaitingOrder> taken = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        instance.close();
        kafka.close();
        database.close();
    }

    @Test
    void ordersThatBeganToWaitBeforeTheFirstWorkerCameAreToldOf() {
        append(1, 1_000);
        await().atMost(PATIENCE).until(() -> outboxIsEmpty());

        try (Subscription _ = instance.waitingOrders().subscribe(taken::addAll)) {
            awaitTaken(1, 1_000);
        }
    }

    @Test
    void twoWorkersShareTheOrders() {
        Set<WaitingOrder> takenByTheOther = ConcurrentHashMap.newKeySet();
        try (Subscription _ = instance.waitingOrders().subscribe(taken::addAll);
                Subscription _ = instance.waitingOrders().subscribe(takenByTheOther::addAll)) {
            append(1, 2_000);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(Stream.of(taken, takenByTheOther).flatMap(Set::stream))
                                    .containsAll(waiting(1, 2_000)));
        }
    }

    @Test
    void aFailingHandlerAndAnUnreadableMessageDoNotStopTheOthers() {
        AtomicInteger calls = new AtomicInteger();
        try (Subscription _ = instance.waitingOrders().subscribe(orders -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
            }
            taken.addAll(orders);
        })) {
            append(1, 2);
            await().atMost(PATIENCE).until(() -> calls.get() == 1);
            instance.append(List.of(new Message(Topics.FULFILLMENT, "k", "not json")));
            append(2, 10);
            awaitTaken(2, 10);
        }
    }

    @Test
    void aSubscriptionSurvivesDeletedTopicsAndAKafkaThatWasAway() throws Exception {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (Subscription _ = instance.waitingOrders().subscribe(taken::addAll)) {
            append(1, 10);
            awaitTaken(1, 10);

            new TopicReader(address).delete(List.of(Topics.FULFILLMENT));
            append(10, 20);
            awaitTaken(10, 20);

            kafka.close();
            append(20, 30);
            kafka = EmbeddedKafka.start(port);
            append(30, 40);
            awaitTaken(20, 40);
        }
    }

    @Test
    void aSubscriptionEndsWithinSeconds() {
        Subscription subscription = instance.waitingOrders().subscribe(taken::addAll);
        append(1, 2);
        awaitTaken(1, 2);

        long begin = System.nanoTime();
        subscription.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));

        append(2, 3);
        await().atMost(PATIENCE).until(() -> outboxIsEmpty());
        assertThat(taken).extracting(WaitingOrder::orderId).containsExactly(1L);
    }

    private void append(long from, long to) {
        instance.append(LongStream.range(from, to)
                .mapToObj(id -> new Message(
                        Topics.FULFILLMENT, Long.toString(id), "{\"order_id\":" + id + ",\"provider_id\":3}"))
                .toList());
    }

    private void awaitTaken(long from, long to) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsAll(waiting(from, to)));
    }

    private static Set<WaitingOrder> waiting(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(id -> new WaitingOrder(id, 3))
                .collect(Collectors.toSet());
    }

    private boolean outboxIsEmpty() {
        return JdbcClient.create(database.dataSource())
                        .sql("select count(*) from outbox")
                        .query(Long.class)
                        .single()
                == 0;
    }
}
