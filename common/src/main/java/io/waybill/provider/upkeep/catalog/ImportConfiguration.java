package io.waybill.provider.upkeep.catalog;

import io.waybill.provider.upkeep.event.ProviderEvents;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsStore;
import io.waybill.spool.Spool;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Importing providers' catalogs. */
@Configuration(proxyBeanMethods = false)
public class ImportConfiguration {
    @Bean
    MergeCatalog mergeCatalog(
            DataSource dataSource, PlatformTransactionManager transactions, ProviderEvents events, Turns turns) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        JdbcClient jdbc = JdbcClient.create(template);
        return new MergeCatalog(
                new JdbcStaging(template),
                new JdbcCatalogMerge(template),
                new JdbcCatalogState(jdbc),
                new JdbcCatalogRuns(jdbc),
                events,
                new TransactionTemplate(transactions),
                turns);
    }

    @Bean
    ImportCatalog importCatalog(SettingsStore settings, MergeCatalog merge, SecretBox secretBox) {
        return new ImportCatalog(settings, merge, secretBox, Spool::create);
    }
}
