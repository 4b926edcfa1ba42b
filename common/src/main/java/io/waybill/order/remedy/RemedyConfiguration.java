package io.waybill.order.remedy;

import io.waybill.attempt.Attempts;
import io.waybill.order.Deliveries;
import io.waybill.order.MoveOrders;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.secret.SecretBox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Putting orders right, for the service that people work with. */
@Configuration(proxyBeanMethods = false)
public class RemedyConfiguration {
    @Bean
    RemedyOrders remedyOrders(
            JdbcClient jdbc, Attempts attempts, MoveOrders moveOrders, PlaceOrders placeOrders, SecretBox secretBox) {
        return new RemedyOrders(
                new JdbcStandings(jdbc, attempts),
                new RemedyRules(new Deliveries(secretBox)),
                attempts,
                moveOrders,
                placeOrders);
    }
}
