package io.waybill.api.products;

import io.waybill.api.http.AnswerJson;
import io.waybill.catalog.Items;
import io.waybill.settings.SettingsStore;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ProductsConfiguration {
    @Bean
    Showcase showcase(Items items, SettingsStore settings, JdbcClient jdbc, AnswerJson json, InstantSource clock) {
        return new Showcase(new Showcase.Sources(items, settings, new JdbcFingerprints(jdbc)), json, clock);
    }
}
