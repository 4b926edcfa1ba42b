package io.waybill.testing;

import java.time.Duration;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The services in containers, of the images that a deployment runs. */
final class ContainerServices {

    /** Longer than Testcontainers' own minute, which a busy machine takes for Kafka alone. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private ContainerServices() {}

    static DatabaseServer postgres() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18")
                .withStartupTimeout(START_LIMIT)
                .withCommand("postgres", "-c", "max_connections=300", "-c", "timezone=UTC");
        container.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(container::stop));
        String address = "jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        return new DatabaseServer(address, container.getUsername(), container.getPassword());
    }

    static KafkaBroker kafka() {
        KafkaContainer container = new KafkaContainer("apache/kafka:4.2.1")
                .withStartupTimeout(START_LIMIT)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(container::stop));
        return new KafkaBroker(container.getBootstrapServers());
    }
}
