package io.waybill.api.admin.audit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reading the audit log. */
@Configuration(proxyBeanMethods = false)
class AdminAuditConfiguration {
    @Bean
    JdbcAuditEntries auditEntries(JdbcClient jdbc) {
        return new JdbcAuditEntries(jdbc);
    }
}
