package io.waybill.audit;

import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {
    @Bean
    AuditLog auditLog(JdbcClient jdbc, SecretBox secretBox) {
        return new JdbcAuditLog(jdbc, new AuditChain(secretBox));
    }
}
