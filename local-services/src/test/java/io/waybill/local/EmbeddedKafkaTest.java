package io.waybill.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void aShareGroupHandsOutWhatWasSentBeforeItBegan() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = admin(kafka)) {
            create(admin, "orders");
            send(kafka, "orders", "order 1001");
            beginAtTheEarliest(admin, "workers");

            try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "workers"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                consumer.subscribe(List.of("orders"));
                List<String> received = new ArrayList<>();
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(found -> received.add(found.value()));
                    return !received.isEmpty();
                });
                assertThat(received).containsExactly("order 1001");
            }
        }
    }

    @Test
    void aBrokerInAGivenFolderBeginsAnewWhateverWasLeftThere(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("kafka");
        Files.createDirectories(folder.resolve("orders-0"));
        Files.writeString(folder.resolve("meta.properties"), "cluster.id=another\n");

        try (EmbeddedKafka kafka = EmbeddedKafka.startIn(folder);
                Admin admin = admin(kafka)) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).isEmpty();
            assertThat(folder.resolve("meta.properties")).isNotEmptyFile();
        }

        assertThat(folder).doesNotExist();
    }

    @Test
    void topicsAreMadeOnPurposeOnlyAndMayBeDeleted() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = admin(kafka)) {
            create(admin, "orders");
            admin.deleteTopics(List.of("orders")).all().get(20, TimeUnit.SECONDS);

            await().until(() ->
                    !admin.listTopics().names().get(20, TimeUnit.SECONDS).contains("orders"));
            assertThatThrownBy(() -> admin.describeTopics(List.of("never_made"))
                            .allTopicNames()
                            .get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    @Timeout(60)
    void itStopsWithClientsConnectedAndBeginsAnewOnTheSamePort() throws Exception {
        EmbeddedKafka first = EmbeddedKafka.start();
        int port = Integer.parseInt(first.bootstrapServers().substring("localhost:".length()));
        try (Admin admin = admin(first)) {
            create(admin, "orders");
            first.close();

            try (EmbeddedKafka second = EmbeddedKafka.start(port)) {
                assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> admin.listTopics()
                                .names()
                                .get(20, TimeUnit.SECONDS)
                                .isEmpty());
            }
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static void create(Admin admin, String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(2), Optional.empty())))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private static void beginAtTheEarliest(Admin admin, String group) throws Exception {
        Collection<AlterConfigOp> earliest = List.of(
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), earliest))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private static void send(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
        }
    }
}
