package io.waybill.api.input;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InputConfiguration {
    @Bean
    JsonBodies jsonBodies() {
        return new JsonBodies();
    }
}
