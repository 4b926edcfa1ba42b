package io.waybill.fulfillment.dispatch;

import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.fulfillment.settle.SettleOrders;
import io.waybill.fulfillment.settle.Settler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The making of purchases. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DispatchSettings.class)
public class DispatchConfiguration {
    @Bean
    InFlight inFlight() {
        return new InFlight();
    }

    @Bean
    Dispatcher dispatcher(Lines lines, Settler settler, InFlight inFlight, Probe probe) {
        return new Dispatcher(lines, settler, inFlight, probe);
    }

    @Bean
    StrayFinder strayFinder(
            JdbcClient jdbc,
            SessionKeeper keeper,
            InFlight inFlight,
            SettleOrders settleOrders,
            DispatchSettings settings) {
        return new StrayFinder(new JdbcSendings(jdbc), keeper, inFlight, settleOrders, settings.findStraysEvery());
    }
}
