package io.waybill.api.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrdersConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The way in for orders. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeSettings.class)
@Import(PlaceOrdersConfiguration.class)
class IntakeConfiguration {
    @Bean
    Lanes lanes(PlaceOrders placeOrders, IntakeSettings settings, MeterRegistry meters) {
        return new Lanes(placeOrders, settings, new IntakeMeters(meters));
    }
}
