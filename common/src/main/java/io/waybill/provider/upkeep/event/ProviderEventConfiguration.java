package io.waybill.provider.upkeep.event;

import io.waybill.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The events of providers. Needs an {@link Outbox}. */
@Configuration(proxyBeanMethods = false)
public class ProviderEventConfiguration {
    @Bean
    ProviderEvents providerEvents(JdbcClient jdbc, Outbox outbox) {
        return new JdbcProviderEvents(jdbc, outbox);
    }
}
