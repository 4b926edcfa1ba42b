package io.waybill.api.admin.items;

import io.waybill.settings.SettingsStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ItemsConfiguration {
    @Bean
    JdbcAdminItems adminItems(JdbcClient jdbc) {
        return new JdbcAdminItems(jdbc);
    }

    @Bean
    AddItem addItem(JdbcAdminItems items, SettingsStore settings) {
        return new AddItem(items, settings);
    }

    @Bean
    ChangeItem changeItem(JdbcAdminItems items, SettingsStore settings) {
        return new ChangeItem(items, settings);
    }
}
