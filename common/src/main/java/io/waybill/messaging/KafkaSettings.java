package io.waybill.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Kafka is used; where it is and how to log in there is {@code spring.kafka.*}.
 *
 * @param partitions that each topic gets at least, up to 1,000
 * @param replicationFactor of topics that are made; -1: as the broker has it by default
 * @param topicCheck how often topics and group settings are looked at, 1 s to 10 min; at once when a send fails
 * @param deliveryTimeout after which a send has failed, 1 s to 2 min
 * @param maxBlock how long a send may hold its caller up while Kafka is away, up to 10 s
 * @param bufferMemory bytes of messages on their way, 1 MiB to 1 GiB
 * @param pollRecords waiting orders taken at once, up to 5,000
 */
@ConfigurationProperties("waybill.kafka")
record KafkaSettings(
        @DefaultValue("12") int partitions,
        @DefaultValue("-1") int replicationFactor,
        @DefaultValue("5s") Duration topicCheck,
        @DefaultValue("10s") Duration deliveryTimeout,
        @DefaultValue("1s") Duration maxBlock,
        @DefaultValue("16777216") long bufferMemory,
        @DefaultValue("500") int pollRecords) {
    private static final String NAME = "waybill.kafka.";
    private static final long MIB = 1 << 20;

    KafkaSettings {
        check("partitions", partitions, 1, 1_000);
        check("replication-factor", replicationFactor, -1, 15);
        check("topic-check", topicCheck, Duration.ofSeconds(1), Duration.ofMinutes(10));
        check("delivery-timeout", deliveryTimeout, Duration.ofSeconds(1), Duration.ofMinutes(2));
        check("max-block", maxBlock, Duration.ofMillis(10), Duration.ofSeconds(10));
        check("buffer-memory", bufferMemory, MIB, 1024 * MIB);
        check("poll-records", pollRecords, 1, 5_000);
        if (replicationFactor == 0) {
            throw new IllegalArgumentException(NAME + "replication-factor must be -1 or at least 1, not 0");
        }
    }

    private static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    NAME + name + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
