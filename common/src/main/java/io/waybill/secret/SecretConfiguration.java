package io.waybill.secret;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The master key of the store, from {@code waybill.secret-key} ({@code WAYBILL_SECRET_KEY}). */
@Configuration(proxyBeanMethods = false)
public class SecretConfiguration {
    @Bean
    SecretBox secretBox(@Value("${waybill.secret-key}") String masterKey) {
        return SecretBox.of(masterKey);
    }
}
