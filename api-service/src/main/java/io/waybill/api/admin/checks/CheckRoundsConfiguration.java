package io.waybill.api.admin.checks;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.checks.Checks;
import io.waybill.checks.ChecksSettings;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CheckRoundsConfiguration {
    @Bean
    CheckMeters checkMeters(MeterRegistry registry, InstantSource clock) {
        return new CheckMeters(registry, clock);
    }

    @Bean
    CheckRounds checkRounds(Checks checks, CheckMeters meters, ChecksSettings settings) {
        return new CheckRounds(checks, meters, settings.every());
    }
}
