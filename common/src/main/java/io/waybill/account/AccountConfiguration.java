package io.waybill.account;

import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts and API keys in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class AccountConfiguration {
    @Bean
    Accounts accounts(JdbcClient jdbc) {
        return new JdbcAccounts(jdbc);
    }

    @Bean
    ApiKeys apiKeys(JdbcClient jdbc) {
        return new JdbcApiKeys(jdbc, new SecureRandom());
    }
}
