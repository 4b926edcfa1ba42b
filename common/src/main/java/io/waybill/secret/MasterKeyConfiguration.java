package io.waybill.secret;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks the master key at the start of a service, once the schema is there. */
@Configuration(proxyBeanMethods = false)
public class MasterKeyConfiguration {
    @Bean
    MasterKeyGuard masterKeyGuard(JdbcClient jdbc, SecretBox secretBox) {
        return new MasterKeyGuard(new JdbcMasterKey(jdbc), secretBox);
    }
}
