package io.waybill.api.ratelimit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {
    @Bean
    RateLimits rateLimits() {
        return new RateLimits(System::nanoTime);
    }
}
