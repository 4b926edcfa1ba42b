package io.waybill.provider.upkeep.turn;

import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Turns in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TurnSettings.class)
public class TurnConfiguration {
    @Bean
    Turns turns(JdbcClient jdbc, TurnSettings settings) {
        return new JdbcTurns(jdbc, settings.hold(), () -> UUID.randomUUID().toString());
    }
}
