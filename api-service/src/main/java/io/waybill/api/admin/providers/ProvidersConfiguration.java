package io.waybill.api.admin.providers;

import io.waybill.provider.ProviderRegister;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ProvidersConfiguration {
    @Bean
    ChangeProvider changeProvider(ProviderRegister register, JdbcClient jdbc) {
        return new ChangeProvider(register, new JdbcSyncJobs(jdbc));
    }

    @Bean
    JdbcProviderViews providerViews(JdbcClient jdbc) {
        return new JdbcProviderViews(jdbc);
    }

    @Bean
    JdbcProviderHistory providerHistory(JdbcClient jdbc) {
        return new JdbcProviderHistory(jdbc);
    }
}
