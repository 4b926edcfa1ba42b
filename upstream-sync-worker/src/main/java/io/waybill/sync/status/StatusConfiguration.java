package io.waybill.sync.status;

import io.waybill.attempt.Attempts;
import io.waybill.order.Deliveries;
import io.waybill.order.MoveOrders;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.secret.SecretBox;
import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Following orders at their providers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StatusSettings.class)
public class StatusConfiguration {
    @Bean
    FollowOrders followOrders(
            JdbcClient jdbc,
            Attempts attempts,
            MoveOrders moveOrders,
            Turns turns,
            PlatformTransactionManager transactions,
            SecretBox secretBox,
            StatusSettings settings) {
        JdbcFollowedOrders followed = new JdbcFollowedOrders(jdbc);
        JdbcCancelRequests cancels = new JdbcCancelRequests(jdbc);
        Deliveries deliveries = new Deliveries(secretBox);
        return new FollowOrders(
                followed,
                cancels,
                new JdbcBalanceEvidence(jdbc),
                new RecordStates(followed, attempts, cancels, moveOrders, turns, new TransactionTemplate(transactions)),
                new Judge(
                        settings.unclearFor(),
                        (orderId, delivery) -> deliveries.seal(orderId, delivery.codes(), delivery.message())),
                settings,
                new SecureRandom());
    }
}
