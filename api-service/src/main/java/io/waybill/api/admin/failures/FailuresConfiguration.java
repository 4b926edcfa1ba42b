package io.waybill.api.admin.failures;

import io.waybill.order.remedy.RemedyOrders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The failure inbox. */
@Configuration(proxyBeanMethods = false)
public class FailuresConfiguration {
    @Bean
    FindFailures findFailures(JdbcClient jdbc, RemedyOrders remedies, PlatformTransactionManager transactions) {
        TransactionTemplate reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        return new FindFailures(new JdbcFailures(jdbc), remedies, reading);
    }

    @Bean
    RemedyFailures remedyFailures(JdbcClient jdbc, RemedyOrders remedies) {
        return new RemedyFailures(new JdbcFailures(jdbc), remedies);
    }
}
