package io.waybill.fulfillment.settle;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.attempt.Attempts;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.fulfillment.ruling.Rule;
import io.waybill.fulfillment.ruling.RulingSettings;
import io.waybill.order.Deliveries;
import io.waybill.order.MoveOrders;
import io.waybill.secret.SecretBox;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What came of purchases is ruled on and written down. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SettleSettings.class, RulingSettings.class})
public class SettleConfiguration {
    @Bean
    SettleOrders settleOrders(
            JdbcClient jdbc,
            Attempts attempts,
            MoveOrders moveOrders,
            PlatformTransactionManager transactions,
            SecretBox secretBox,
            RulingSettings ruling,
            Probe probe,
            MeterRegistry meters) {
        Answers answers = new Answers(new Deliveries(secretBox));
        return new SettleOrders(
                new JdbcAttempts(jdbc, answers),
                attempts,
                moveOrders,
                new Rule(ruling, answers::seal),
                new TransactionTemplate(transactions),
                new SettleReport(meters),
                probe);
    }

    @Bean
    Settler settler(SettleOrders settleOrders, SettleSettings settings, Ticker ticker) {
        return new Settler(settleOrders, settings, ticker);
    }
}
