package io.waybill.api.admin.upstream;

import io.waybill.api.admin.AdminDesk;
import io.waybill.provider.Adapter;
import io.waybill.provider.ProviderRegister;
import io.waybill.provider.Providers;
import io.waybill.provider.upkeep.balance.RefreshBalance;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.settings.SettingsStore;
import java.util.Collection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {
    @Bean
    Contact contact(Providers providers, Collection<Adapter> adapters) {
        return new Contact(providers, adapters);
    }

    @Bean
    OnRecord onRecord(AdminDesk desk, Contact contact) {
        return new OnRecord(desk, contact);
    }

    @Bean
    TestProvider testProvider(Contact contact, RefreshBalance refreshBalance) {
        return new TestProvider(contact, refreshBalance);
    }

    @Bean
    ImportItems importItems(
            Contact contact, ImportCatalog importCatalog, Turns turns, JdbcClient jdbc, ImportSettings settings) {
        return new ImportItems(contact, importCatalog, turns, new JdbcOffered(jdbc), settings.patience());
    }

    @Bean
    BrowseCatalog browseCatalog(Contact contact, ProviderRegister register, SettingsStore settings, JdbcClient jdbc) {
        return new BrowseCatalog(contact, register, settings, new JdbcOffered(jdbc));
    }
}
