package io.waybill.order;

import io.waybill.ledger.Ledger;
import io.waybill.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Moving orders. Taking new ones and reading them have configurations of their own, beside them. */
@Configuration(proxyBeanMethods = false)
public class OrderConfiguration {
    @Bean
    MoveOrders moveOrders(JdbcClient jdbc, Ledger ledger, Outbox outbox) {
        return new JdbcMoveOrders(new JdbcOrderChanges(jdbc), ledger, outbox);
    }
}
