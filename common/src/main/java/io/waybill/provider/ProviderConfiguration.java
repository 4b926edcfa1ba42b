package io.waybill.provider;

import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The provider accounts in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class ProviderConfiguration {
    @Bean
    Providers providers(JdbcClient jdbc, SecretBox secretBox, ProviderRegister register) {
        return new JdbcProviders(jdbc, secretBox, register);
    }

    @Bean
    ProviderRegister providerRegister(JdbcClient jdbc, SecretBox secretBox) {
        return new JdbcProviderRegister(jdbc, secretBox);
    }
}
