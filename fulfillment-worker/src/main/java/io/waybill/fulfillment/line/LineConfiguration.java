package io.waybill.fulfillment.line;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.provider.Adapter;
import io.waybill.provider.Providers;
import io.waybill.provider.upkeep.balance.RefreshBalance;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The lines to the providers, spoken by all adapters there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LineSettings.class)
public class LineConfiguration {
    @Bean
    Lines lines(
            Providers providers,
            ObjectProvider<Adapter> adapters,
            LineSettings settings,
            RandomGenerator random,
            RefreshBalance refreshBalance,
            Ticker ticker,
            MeterRegistry meters) {
        return new Lines(
                providers,
                adapters.stream().toList(),
                settings,
                new Breakers(settings, random),
                new UnreadableProviders(refreshBalance, meters),
                ticker,
                meters);
    }
}
