package io.waybill.api.security;

import io.waybill.account.ApiKeys;
import io.waybill.api.ratelimit.RateLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the {@link Gate} before every route. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    KeyUses keyUses(ApiKeys keys) {
        return new KeyUses(keys::markUsed, System::nanoTime);
    }

    @Bean
    Gate gate(ApiKeys keys, HttpSettings settings, KeyUses uses, RateLimits rateLimits) {
        return new Gate(
                new Authenticator(keys, System::nanoTime),
                new ClientAddress(settings.trustedProxies()),
                uses,
                rateLimits);
    }

    @Bean
    WebMvcConfigurer gateBeforeEveryRoute(Gate gate) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(gate);
            }
        };
    }
}
