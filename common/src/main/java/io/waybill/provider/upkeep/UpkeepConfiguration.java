package io.waybill.provider.upkeep;

import io.waybill.settings.SettingsStore;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeping balances and catalogs of providers in step, and whose turn it is to do so. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TurnSettings.class)
public class UpkeepConfiguration {
    @Bean
    Turns turns(JdbcClient jdbc, TurnSettings settings) {
        return new JdbcTurns(jdbc, settings.hold(), () -> UUID.randomUUID().toString());
    }

    @Bean
    ImportCatalog importCatalog(
            SettingsStore settings, DataSource dataSource, PlatformTransactionManager transactions, Turns turns) {
        return new ImportCatalog(
                settings, new JdbcCatalogMerge(dataSource, new TransactionTemplate(transactions), turns));
    }

    @Bean
    RefreshBalance refreshBalance(JdbcClient jdbc, PlatformTransactionManager transactions, Turns turns) {
        return new RefreshBalance(new JdbcBalances(jdbc, new TransactionTemplate(transactions), turns));
    }
}
