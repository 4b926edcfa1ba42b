package io.waybill.secret;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks the master key at the start of the service that migrates, after it has migrated. */
@Configuration(proxyBeanMethods = false)
public class MasterKeyConfiguration {
    @Bean(initMethod = "check")
    MasterKeyGuard masterKeyGuard(JdbcClient jdbc, SecretBox secretBox) {
        return new MasterKeyGuard(new JdbcMasterKey(jdbc), secretBox);
    }
}
