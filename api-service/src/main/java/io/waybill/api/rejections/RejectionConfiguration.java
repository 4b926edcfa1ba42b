package io.waybill.api.rejections;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class RejectionConfiguration {
    @Bean
    RejectionRecorder rejectionRecorder(
            JdbcClient jdbc, RejectionSettings settings, InstantSource clock, MeterRegistry metrics) {
        return new RejectionRecorder(new JdbcRejections(jdbc), settings, clock, metrics);
    }
}
