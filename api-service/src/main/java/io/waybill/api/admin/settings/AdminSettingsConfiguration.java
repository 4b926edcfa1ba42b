package io.waybill.api.admin.settings;

import io.waybill.settings.SettingsStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminSettingsConfiguration {
    @Bean
    ChangeSettings changeSettings(SettingsStore store) {
        return new ChangeSettings(store);
    }
}
