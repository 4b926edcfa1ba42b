package io.waybill.settings;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reading the store's settings. */
@Configuration(proxyBeanMethods = false)
public class SettingsConfiguration {
    @Bean
    SettingsStore settingsStore(JdbcClient jdbc) {
        return new JdbcSettingsStore(jdbc);
    }
}
