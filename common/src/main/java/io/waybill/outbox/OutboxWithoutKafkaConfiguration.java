package io.waybill.outbox;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox of a service without Kafka: the elected sweeper of one that has it sends what is written here. */
@Configuration(proxyBeanMethods = false)
public class OutboxWithoutKafkaConfiguration {
    @Bean
    Outbox outbox(JdbcClient jdbc) {
        return new TransactionalOutbox(new JdbcOutboxRows(jdbc), _ -> {});
    }
}
