package io.waybill.catalog;

import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Items and voucher codes in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class CatalogConfiguration {
    @Bean
    Items items(JdbcClient jdbc) {
        return new JdbcItems(jdbc);
    }

    @Bean
    StockCodes stockCodes(JdbcClient jdbc, SecretBox secretBox) {
        return new JdbcStockCodes(jdbc, secretBox);
    }
}
