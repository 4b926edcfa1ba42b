package io.waybill.sync;

import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.attempt.AttemptConfiguration;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.order.OrderConfiguration;
import io.waybill.outbox.OutboxWithoutKafkaConfiguration;
import io.waybill.provider.Adapter;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.Providers;
import io.waybill.provider.panel.PanelConfiguration;
import io.waybill.provider.smm.SmmConfiguration;
import io.waybill.provider.upkeep.UpkeepConfiguration;
import io.waybill.provider.upkeep.balance.RefreshBalance;
import io.waybill.provider.upkeep.balance.Standings;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.schema.SchemaConfiguration;
import io.waybill.schema.SchemaGuard;
import io.waybill.secret.MasterKeyConfiguration;
import io.waybill.secret.SecretConfiguration;
import io.waybill.settings.SettingsConfiguration;
import io.waybill.sync.status.FollowOrders;
import io.waybill.sync.status.StatusConfiguration;
import io.waybill.sync.status.StatusSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The worker, put together from the domain's features. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SyncSettings.class)
@Import({
    AttemptConfiguration.class,
    LedgerConfiguration.class,
    MasterKeyConfiguration.class,
    OrderConfiguration.class,
    OutboxWithoutKafkaConfiguration.class,
    PanelConfiguration.class,
    SmmConfiguration.class,
    ProviderConfiguration.class,
    SchemaConfiguration.class,
    SecretConfiguration.class,
    SettingsConfiguration.class,
    StatusConfiguration.class,
    UpkeepConfiguration.class
})
class SyncConfiguration {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Job balances(RefreshBalance refreshBalance, SyncSettings settings) {
        return new Job(
                Chore.BALANCE,
                settings.balanceEvery(),
                settings.balancesAtOnce(),
                (turn, _, provider) -> refreshBalance.run(turn, provider));
    }

    @Bean
    Job catalogs(ImportCatalog importCatalog, SyncSettings settings) {
        return new Job(
                Chore.CATALOG,
                settings.catalogEvery(),
                settings.catalogsAtOnce(),
                (turn, account, provider) -> Optional.ofNullable(
                        importCatalog.run(turn, account, provider).error()));
    }

    @Bean
    Job statuses(FollowOrders followOrders, StatusSettings settings) {
        return new Job(Chore.STATUS, settings.every(), settings.atOnce(), followOrders::run);
    }

    @Bean
    TurnRunner turnRunner(
            Turns turns, Providers providers, List<Adapter> adapters, SyncSettings settings, MeterRegistry meters) {
        return new TurnRunner(turns, providers, adapters, settings, meters);
    }

    @Bean
    ProviderGauges providerGauges(Standings standings, SyncSettings settings, MeterRegistry meters) {
        return new ProviderGauges(standings, settings, meters);
    }

    @Bean
    Rota rota(SchemaGuard schema, Turns turns, TurnRunner runner, List<Job> jobs, SyncSettings settings) {
        return new Rota(schema, turns, runner, jobs, settings);
    }
}
