package io.waybill.api.admin.orders;

import io.waybill.order.Deliveries;
import io.waybill.order.correction.CorrectOrders;
import io.waybill.order.remedy.RemedyOrders;
import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Looking at orders across accounts. */
@Configuration(proxyBeanMethods = false)
public class AdminOrdersConfiguration {
    @Bean
    FindOrders findOrders(JdbcClient jdbc, PlatformTransactionManager transactions) {
        TransactionTemplate reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        return new FindOrders(new JdbcAdminOrders(jdbc), reading);
    }

    @Bean
    RefundOrder refundOrder(CorrectOrders correctOrders) {
        return new RefundOrder(correctOrders);
    }

    @Bean
    InspectOrder inspectOrder(
            JdbcClient jdbc, RemedyOrders remedies, SecretBox secretBox, PlatformTransactionManager transactions) {
        TransactionTemplate snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return new InspectOrder(new JdbcOrderFiles(jdbc), remedies, new Deliveries(secretBox), snapshot);
    }
}
