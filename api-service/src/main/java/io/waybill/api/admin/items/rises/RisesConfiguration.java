package io.waybill.api.admin.items.rises;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class RisesConfiguration {
    @Bean
    AcceptRises acceptRises(JdbcClient jdbc) {
        return new AcceptRises(new JdbcPriceRises(jdbc));
    }
}
