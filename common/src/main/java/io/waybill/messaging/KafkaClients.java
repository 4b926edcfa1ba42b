package io.waybill.messaging;

import io.waybill.outbox.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes Kafka clients that never hang for long and never give up for good. Connects to nothing itself. Thread-safe. */
final class KafkaClients {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LINGER = Duration.ofMillis(5);

    private final Map<String, Object> connection;
    private final KafkaSettings settings;

    /** @param connection where the brokers are, and how to log in */
    KafkaClients(Map<String, Object> connection, KafkaSettings settings) {
        this.connection = Map.copyOf(connection);
        this.settings = settings;
    }

    /** Every message is safe with all replicas before it counts as sent, or has failed after the delivery time-out. */
    Producer<String, String> producer() {
        Map<String, Object> config = common();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(settings.deliveryTimeout()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(requestTimeout()));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.maxBlock().toMillis());
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferMemory());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    Admin admin() {
        Map<String, Object> config = common();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT.multipliedBy(2)));
        return Admin.create(config);
    }

    /** A member of the fulfillment workers' share group; every record must be acknowledged before the next poll. */
    ShareConsumer<String, String> fulfillmentConsumer() {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.FULFILLMENT_GROUP);
        config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.pollRecords());
        return new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    /** Metrics are not shown through JMX: several services may live in one process. */
    private Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 100L);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return config;
    }

    /** One request and the linger must fit into the delivery time-out. */
    private Duration requestTimeout() {
        Duration half = settings.deliveryTimeout().dividedBy(2);
        return half.compareTo(REQUEST_TIMEOUT) < 0 ? half : REQUEST_TIMEOUT;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
