package io.waybill.api.admin.items.codes;

import io.waybill.catalog.StockCodes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class CodesConfiguration {
    @Bean
    AddCodes addCodes(JdbcClient jdbc, StockCodes stockCodes) {
        return new AddCodes(new JdbcItemSources(jdbc), stockCodes);
    }
}
