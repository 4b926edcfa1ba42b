package io.waybill.api.wallet;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class WalletConfiguration {
    @Bean
    ReadTransfers readTransfers(JdbcClient jdbc) {
        return new ReadTransfers(new JdbcTransfers(jdbc));
    }
}
