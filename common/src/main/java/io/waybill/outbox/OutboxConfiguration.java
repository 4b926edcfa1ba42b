package io.waybill.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox in PostgreSQL, with the relay and the sweeper that empty it. Needs a {@link MessageSender}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxSettings.class)
public class OutboxConfiguration {
    @Bean
    Outbox outbox(JdbcOutboxRows rows, Relay relay) {
        return new TransactionalOutbox(rows, relay);
    }

    @Bean
    JdbcOutboxRows outboxRows(JdbcClient jdbc) {
        return new JdbcOutboxRows(jdbc);
    }

    @Bean
    MemoryRelay relay(MessageSender sender, JdbcOutboxRows rows, OutboxSettings settings, MeterRegistry meters) {
        return new MemoryRelay(sender, rows, settings, meters);
    }

    @Bean
    Sweeper sweeper(
            JdbcClient jdbc, JdbcOutboxRows rows, MessageSender sender, OutboxSettings settings, MeterRegistry meters) {
        String candidate = UUID.randomUUID().toString();
        JdbcElection election = new JdbcElection(jdbc, "sweep the outbox", candidate, settings.lease());
        return new Sweeper(election, rows, sender, settings, meters);
    }
}
