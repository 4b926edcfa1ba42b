package io.waybill.order.correction;

import io.waybill.ledger.Ledger;
import io.waybill.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refunds after the end of orders. */
@Configuration(proxyBeanMethods = false)
public class CorrectionConfiguration {
    @Bean
    CorrectOrders correctOrders(JdbcClient jdbc, Ledger ledger, Outbox outbox) {
        return new JdbcCorrectOrders(jdbc, ledger, outbox);
    }
}
