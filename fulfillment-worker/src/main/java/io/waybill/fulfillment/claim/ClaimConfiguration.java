package io.waybill.fulfillment.claim;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.dispatch.Dispatcher;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.order.MoveOrders;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Claims, by records and by the puller. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClaimSettings.class)
public class ClaimConfiguration {
    @Bean
    JdbcClaims claims(JdbcClient jdbc) {
        return new JdbcClaims(jdbc);
    }

    @Bean
    SetAside setAside(
            JdbcClaims claims,
            MoveOrders moveOrders,
            PlatformTransactionManager transactions,
            Ticker ticker,
            MeterRegistry meters) {
        return new SetAside(claims, moveOrders, new TransactionTemplate(transactions), ticker, meters);
    }

    @Bean
    Claimer claimer(
            JdbcClaims claims,
            MoveOrders moveOrders,
            PlatformTransactionManager transactions,
            SessionKeeper keeper,
            Dispatcher dispatcher,
            Probe probe,
            SetAside setAside,
            MeterRegistry meters) {
        return new Claimer(
                claims,
                moveOrders,
                new TransactionTemplate(transactions),
                keeper,
                dispatcher,
                () -> UUID.randomUUID().toString(),
                setAside,
                probe,
                meters);
    }

    @Bean
    Backlog backlog() {
        return new Backlog();
    }

    @Bean
    Puller puller(
            Claimer claimer,
            JdbcClaims claims,
            MoveOrders moveOrders,
            PlatformTransactionManager transactions,
            Lines lines,
            Backlog backlog,
            SetAside setAside,
            ClaimSettings settings,
            Ticker ticker) {
        HoldWaiting holdWaiting =
                new HoldWaiting(claims, moveOrders, new TransactionTemplate(transactions), setAside, settings);
        return new Puller(claimer, holdWaiting, lines, backlog, settings, ticker);
    }

    @Bean
    ClaimWaiting claimWaiting(
            Claimer claimer, Lines lines, Backlog backlog, Puller puller, Probe probe, ClaimSettings settings) {
        return new ClaimWaiting(claimer, lines, backlog, puller, probe, settings.batch());
    }
}
