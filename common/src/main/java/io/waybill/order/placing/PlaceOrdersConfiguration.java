package io.waybill.order.placing;

import io.waybill.catalog.Items;
import io.waybill.catalog.StockCodes;
import io.waybill.ledger.Ledger;
import io.waybill.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Taking new orders: for the service that sells; workers only move orders, and need neither catalog nor settings. */
@Configuration(proxyBeanMethods = false)
public class PlaceOrdersConfiguration {
    @Bean
    PlaceOrders placeOrders(
            JdbcClient jdbc, PlatformTransactionManager transactions, JdbcTerms terms, Cashier cashier, Outbox outbox) {
        JdbcNewOrders orders = new JdbcNewOrders(jdbc);
        Repeats repeats = new Repeats(new JdbcIdempotencyKeys(jdbc), orders);
        return new JdbcPlaceOrders(new TransactionTemplate(transactions), orders, terms, repeats, cashier, outbox);
    }

    @Bean
    Cashier cashier(JdbcClient jdbc, StockCodes stock, Ledger ledger) {
        return new Cashier(stock, new JdbcDailyCaps(jdbc), ledger);
    }

    @Bean
    JdbcTerms terms(JdbcClient jdbc, Items items, Ledger ledger) {
        return new JdbcTerms(jdbc, items, ledger);
    }
}
