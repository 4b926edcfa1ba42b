package io.waybill.ledger;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {
    @Bean
    Ledger ledger(JdbcClient jdbc) {
        return new JdbcLedger(jdbc);
    }
}
