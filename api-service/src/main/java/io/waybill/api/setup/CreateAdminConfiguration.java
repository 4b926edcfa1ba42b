package io.waybill.api.setup;

import io.waybill.account.AccountConfiguration;
import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.audit.AuditConfiguration;
import io.waybill.audit.AuditLog;
import io.waybill.secret.MasterKeyConfiguration;
import io.waybill.secret.SecretConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the command needs of the store: the database, brought up to date, and the master key. No part of the service.
 */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    TransactionAutoConfiguration.class
})
@Import({AccountConfiguration.class, AuditConfiguration.class, MasterKeyConfiguration.class, SecretConfiguration.class})
class CreateAdminConfiguration {
    @Bean
    CreateAdmin createAdmin(Accounts accounts, ApiKeys keys, AuditLog audit, TransactionTemplate transactions) {
        return new CreateAdmin(accounts, keys, audit, transactions);
    }
}
