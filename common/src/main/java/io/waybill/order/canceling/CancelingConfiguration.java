package io.waybill.order.canceling;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests to cancel in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class CancelingConfiguration {
    @Bean
    CancelRequests cancelRequests(JdbcClient jdbc) {
        return new JdbcCancelRequests(jdbc);
    }
}
