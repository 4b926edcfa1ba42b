package io.waybill.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.local.EmbeddedKafka;
import io.waybill.outbox.Message;
import io.waybill.outbox.Outbox;
import io.waybill.outbox.OutboxWithoutKafkaConfiguration;
import io.waybill.outbox.Topics;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RelayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database = TestServices.database();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyCommittedMessageArrivesAndTheOutboxIsEmptied() {
        TopicReader topics = new TopicReader(TestServices.bootstrapServers());
        try (Instance instance = new Instance(database.dataSource(), TestServices.bootstrapServers(), Map.of())) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, 100)
                        .forEach(i -> threads.execute(() -> instance.append(messages(i * 50, (i + 1) * 50))));
            }
            instance.transaction().executeWithoutResult(transaction -> {
                instance.outbox().append(messages(90_000, 90_001));
                transaction.setRollbackOnly();
            });

            await().atMost(PATIENCE).until(() -> rows() == 0);

            Set<String> arrived = topics.keys(Topics.ORDER_EVENTS);
            assertThat(arrived).containsAll(keys(0, 5_000)).doesNotContainAnyElementsOf(keys(90_000, 90_001));
            assertThat(instance.meters().get("waybill.relay.sent").counter().count())
                    .isGreaterThan(0);
        }
    }

    @Test
    void aMessageWithoutATransactionIsRefused() {
        try (Instance instance = new Instance(database.dataSource(), TestServices.bootstrapServers(), Map.of())) {
            assertThatThrownBy(() -> instance.outbox().append(messages(0, 1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(rows()).isZero();
        }
    }

    @Test
    void whileKafkaIsAwayMemoryIsBoundedAndAllLeaveWhenItIsBack() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        String address = kafka.bootstrapServers();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (Instance instance =
                new Instance(database.dataSource(), address, Map.of("waybill.outbox.relay-capacity", "500"))) {
            instance.append(messages(0, 100));
            await().atMost(PATIENCE).until(() -> rows() == 0);
            kafka.close();

            IntStream.range(2, 60).forEach(i -> instance.append(messages(i * 50, (i + 1) * 50)));
            assertThat(instance.meters().get("waybill.relay.held").gauge().value())
                    .isLessThanOrEqualTo(500);
            assertThat(rows()).isEqualTo(2_900);

            kafka = EmbeddedKafka.start(port);
            await().atMost(PATIENCE).until(() -> rows() == 0);
            assertThat(new TopicReader(address).keys(Topics.ORDER_EVENTS)).containsAll(keys(100, 3_000));
        } finally {
            kafka.close();
        }
    }

    @Test
    void anInstanceStartsWithoutKafka() {
        try (Instance instance = new Instance(database.dataSource(), "localhost:1", Map.of())) {
            instance.append(messages(0, 3));
            assertThat(rows()).isEqualTo(3);
        }
    }

    @Test
    void topicsThatAreDeletedComeBackByThemselves() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        TopicReader topics = new TopicReader(kafka.bootstrapServers());
        try (Instance instance = new Instance(database.dataSource(), kafka.bootstrapServers(), Map.of())) {
            instance.append(messages(0, 100));
            await().atMost(PATIENCE).until(() -> rows() == 0);
            assertThat(topics.partitions(Topics.FULFILLMENT)).isEqualTo(12);

            topics.delete(List.of(Topics.FULFILLMENT, Topics.ORDER_EVENTS, Topics.FAILED_ORDERS));
            instance.append(messages(100, 200));

            await().atMost(PATIENCE).until(() -> rows() == 0);
            assertThat(topics.keys(Topics.ORDER_EVENTS)).containsAll(keys(100, 200));
            await().atMost(PATIENCE).until(() -> topics.partitions(Topics.FULFILLMENT) == 12);
        } finally {
            kafka.close();
        }
    }

    @Test
    void theSweeperSendsWhatADeadInstanceLeft() {
        TopicReader topics = new TopicReader(TestServices.bootstrapServers());
        jdbc.sql("""
                insert into outbox (topic, key, payload, created_at)
                select :topic,
                       :name || '-' || i,
                       '{}',
                       now() - interval '1 hour'
                  from generate_series(0, 4999) i
                """).param("topic", Topics.ORDER_EVENTS).param("name", name).update();

        try (Instance _ = new Instance(database.dataSource(), TestServices.bootstrapServers(), Map.of());
                Instance _ = new Instance(database.dataSource(), TestServices.bootstrapServers(), Map.of())) {
            await().atMost(PATIENCE).until(() -> rows() == 0);
            assertThat(topics.keys(Topics.ORDER_EVENTS)).containsAll(keys(0, 5_000));
        }
    }

    @Test
    void theSweeperSendsWhatAServiceWithoutKafkaWrote() {
        try (AnnotationConfigApplicationContext service = new AnnotationConfigApplicationContext()) {
            service.registerBean(JdbcClient.class, () -> jdbc);
            service.register(OutboxWithoutKafkaConfiguration.class);
            service.refresh();
            new TransactionTemplate(new JdbcTransactionManager(database.dataSource()))
                    .executeWithoutResult(_ -> service.getBean(Outbox.class)
                            .append(List.of(new Message(Topics.PROVIDER_EVENTS, name + "-0", "{}"))));
        }
        assertThat(rows()).isOne();
        jdbc.sql("update outbox set created_at = now() - interval '1 hour'").update();

        try (Instance _ = new Instance(database.dataSource(), TestServices.bootstrapServers(), Map.of())) {
            await().atMost(PATIENCE).until(() -> rows() == 0);
        }
        assertThat(new TopicReader(TestServices.bootstrapServers()).keys(Topics.PROVIDER_EVENTS))
                .contains(name + "-0");
    }

    @Test
    void aMessageThatKafkaWillNeverTakeKeepsNoOtherBack() {
        jdbc.sql("""
                insert into outbox (topic, key, payload, created_at)
                values ('no such topic', 'k', '{}', now() - interval '1 hour')
                """).update();

        try (Instance instance = new Instance(database.dataSource(), TestServices.bootstrapServers(), Map.of())) {
            jdbc.sql("""
                    insert into outbox (topic, key, payload, created_at)
                    select :topic, :name || '-' || i, '{}', now() - interval '1 hour'
                      from generate_series(0, 9) i
                    """)
                    .param("topic", Topics.ORDER_EVENTS)
                    .param("name", name)
                    .update();
            instance.append(messages(10, 20));
            await().atMost(PATIENCE).until(() -> rows() == 1);
        }
    }

    private long rows() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    private List<Message> messages(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Message(Topics.ORDER_EVENTS, name + "-" + i, "{}"))
                .toList();
    }

    private Set<String> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> name + "-" + i).collect(Collectors.toSet());
    }
}
