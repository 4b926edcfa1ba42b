package io.waybill.messaging;

import io.waybill.outbox.MessageSender;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Kafka, found by {@code spring.kafka.*} and used as {@code waybill.kafka.*} says. Starts without it, and waits for it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaProperties.class, KafkaSettings.class})
public class MessagingConfiguration {
    @Bean
    KafkaClients kafkaClients(KafkaProperties kafka, KafkaSettings settings) {
        return new KafkaClients(kafka.buildAdminProperties(), settings);
    }

    @Bean
    TopicKeeper topicKeeper(KafkaClients clients, KafkaSettings settings) {
        return new TopicKeeper(clients, settings);
    }

    @Bean
    MessageSender messageSender(KafkaClients clients, KafkaSettings settings, TopicKeeper keeper) {
        return new KafkaMessageSender(clients, settings, keeper::look);
    }

    @Bean
    WaitingOrders waitingOrders(KafkaClients clients, TopicKeeper keeper) {
        return new KafkaWaitingOrders(clients, keeper);
    }
}
