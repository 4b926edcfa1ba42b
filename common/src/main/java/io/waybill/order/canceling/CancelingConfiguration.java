package io.waybill.order.canceling;

import io.waybill.attempt.Attempts;
import io.waybill.order.MoveOrders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calling off orders, at once or by a request, in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
public class CancelingConfiguration {
    @Bean
    CancelRequests cancelRequests(JdbcClient jdbc) {
        return new JdbcCancelRequests(jdbc);
    }

    @Bean
    CancelUnbought cancelUnbought(JdbcClient jdbc, Attempts attempts, MoveOrders moveOrders) {
        return new CancelUnbought(new JdbcCancelRequests(jdbc), attempts, moveOrders);
    }
}
