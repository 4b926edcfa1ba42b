package io.waybill.api.admin;

import io.waybill.api.http.AnswerJson;
import io.waybill.api.input.JsonBodies;
import io.waybill.audit.AuditLog;
import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    AdminDesk adminDesk(
            JsonBodies bodies,
            AnswerJson json,
            TransactionTemplate transactions,
            JdbcClient jdbc,
            AuditLog audit,
            SecretBox secretBox) {
        return new AdminDesk(bodies, json, transactions, new JdbcAdminKeys(jdbc), audit, secretBox);
    }
}
