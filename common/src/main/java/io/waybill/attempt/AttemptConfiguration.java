package io.waybill.attempt;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The attempts in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class AttemptConfiguration {
    @Bean
    Attempts attempts(JdbcClient jdbc) {
        return new JdbcAttemptsOfOrders(jdbc);
    }
}
