package io.waybill.order.reading;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reading orders. */
@Configuration(proxyBeanMethods = false)
public class ReadOrdersConfiguration {
    @Bean
    Orders orders(JdbcClient jdbc) {
        return new JdbcOrders(jdbc);
    }
}
