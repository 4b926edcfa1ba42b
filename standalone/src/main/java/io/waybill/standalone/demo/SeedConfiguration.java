package io.waybill.standalone.demo;

import io.waybill.account.AccountConfiguration;
import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.catalog.StockCodes;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.outbox.OutboxWithoutKafkaConfiguration;
import io.waybill.provider.Adapter;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.ProviderRegister;
import io.waybill.provider.Providers;
import io.waybill.provider.panel.PanelConfiguration;
import io.waybill.provider.upkeep.UpkeepConfiguration;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.secret.SecretConfiguration;
import io.waybill.settings.SettingsConfiguration;
import io.waybill.standalone.data.SecretsFile;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The parts of the demo store, and of the store what they need. */
@Configuration(proxyBeanMethods = false)
@Import({
    AccountConfiguration.class,
    CatalogConfiguration.class,
    LedgerConfiguration.class,
    OutboxWithoutKafkaConfiguration.class,
    PanelConfiguration.class,
    ProviderConfiguration.class,
    SecretConfiguration.class,
    SettingsConfiguration.class,
    UpkeepConfiguration.class
})
class SeedConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    JdbcClient jdbcClient(DataSource database) {
        return JdbcClient.create(database);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource database) {
        return new JdbcTransactionManager(database);
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }

    @Bean
    JdbcDemoRows demoRows(JdbcClient jdbc) {
        return new JdbcDemoRows(jdbc);
    }

    @Bean
    OpenAccounts openAccounts(
            Accounts accounts, ApiKeys apiKeys, Ledger ledger, SecretsFile secrets, TransactionTemplate transaction) {
        return new OpenAccounts(accounts, apiKeys, ledger, secrets, transaction);
    }

    @Bean
    ConnectProviders connectProviders(
            Providers providers,
            ProviderRegister register,
            JdbcDemoRows rows,
            SecretsFile secrets,
            URI baseUrl,
            TransactionTemplate transaction) {
        return new ConnectProviders(providers, register, rows, secrets, baseUrl, transaction);
    }

    @Bean
    ListItem123 listItem123(JdbcDemoRows rows, TransactionTemplate transaction) {
        return new ListItem123(rows, transaction);
    }

    @Bean
    StockVouchers stockVouchers(JdbcDemoRows rows, StockCodes stock, TransactionTemplate transaction) {
        return new StockVouchers(rows, stock, new SecureRandom(), transaction);
    }

    @Bean
    ListManualItems listManualItems(JdbcDemoRows rows, TransactionTemplate transaction) {
        return new ListManualItems(rows, transaction);
    }

    @Bean
    ChoosePackages choosePackages(JdbcDemoRows rows, TransactionTemplate transaction) {
        return new ChoosePackages(rows, transaction);
    }

    @Bean
    ImportCatalogs importCatalogs(
            JdbcDemoRows rows, Providers providers, Adapter panel, Turns turns, ImportCatalog importCatalog) {
        return new ImportCatalogs(rows, providers, panel, turns, importCatalog);
    }

    @Bean
    Parts parts(
            OpenAccounts accounts,
            ConnectProviders providers,
            ListItem123 item123,
            StockVouchers vouchers,
            ListManualItems manual,
            ChoosePackages packages,
            ImportCatalogs imports) {
        return new Parts(List.of(accounts, providers, item123, vouchers, manual, packages, imports));
    }

    /** All parts; each may rely on those before it. */
    record Parts(List<SeedPart> inOrder) {}
}
