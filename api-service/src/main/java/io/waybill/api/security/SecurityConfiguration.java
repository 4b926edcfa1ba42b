package io.waybill.api.security;

import io.waybill.account.ApiKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the {@link Gate} before every route. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    Gate gate(ApiKeys keys) {
        return new Gate(new Authenticator(keys, System::nanoTime));
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
