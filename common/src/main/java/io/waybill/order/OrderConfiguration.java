package io.waybill.order;

import io.waybill.ledger.Ledger;
import io.waybill.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders in PostgreSQL: reading and moving them. Taking new ones is {@link PlaceOrdersConfiguration}. */
@Configuration(proxyBeanMethods = false)
public class OrderConfiguration {
    @Bean
    Orders orders(JdbcClient jdbc) {
        return new JdbcOrders(jdbc);
    }

    @Bean
    MoveOrders moveOrders(JdbcClient jdbc, Ledger ledger, Outbox outbox) {
        return new JdbcMoveOrders(new JdbcOrderChanges(jdbc), ledger, outbox);
    }
}
