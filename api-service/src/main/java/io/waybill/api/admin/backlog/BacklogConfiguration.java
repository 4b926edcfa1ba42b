package io.waybill.api.admin.backlog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What waits for workers. */
@Configuration(proxyBeanMethods = false)
public class BacklogConfiguration {
    @Bean
    MeasureBacklog measureBacklog(JdbcClient jdbc, PlatformTransactionManager transactions) {
        TransactionTemplate snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return new MeasureBacklog(new JdbcBacklog(jdbc), snapshot);
    }
}
