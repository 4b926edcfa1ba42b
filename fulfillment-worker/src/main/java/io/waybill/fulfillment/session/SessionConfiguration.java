package io.waybill.fulfillment.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.fulfillment.settle.SettleOrders;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** This worker's session, and the reaper of others'. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionSettings.class)
public class SessionConfiguration {
    @Bean
    SessionKeeper sessionKeeper(JdbcClient jdbc, Lines lines, SessionSettings settings, Ticker ticker) {
        JdbcSessions sessions = new JdbcSessions(jdbc);
        return new SessionKeeper(sessions, new Sharing(sessions, lines), settings, ticker);
    }

    @Bean
    SessionReaper sessionReaper(
            JdbcClient jdbc, SettleOrders settleOrders, SessionSettings settings, MeterRegistry meters) {
        return new SessionReaper(new JdbcSessions(jdbc), settleOrders, settings, meters);
    }
}
