package io.waybill.fulfillment;

import io.waybill.attempt.AttemptConfiguration;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.fulfillment.WorkShift.Crew;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.claim.ClaimWaiting;
import io.waybill.fulfillment.claim.Puller;
import io.waybill.fulfillment.dispatch.Dispatcher;
import io.waybill.fulfillment.dispatch.StrayFinder;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.fulfillment.session.SessionReaper;
import io.waybill.fulfillment.settle.Settler;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.messaging.MessagingConfiguration;
import io.waybill.messaging.WaitingOrders;
import io.waybill.order.OrderConfiguration;
import io.waybill.outbox.OutboxConfiguration;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.panel.PanelConfiguration;
import io.waybill.provider.smm.SmmConfiguration;
import io.waybill.provider.upkeep.balance.BalanceConfiguration;
import io.waybill.provider.upkeep.event.ProviderEventConfiguration;
import io.waybill.provider.upkeep.turn.TurnConfiguration;
import io.waybill.schema.SchemaConfiguration;
import io.waybill.secret.MasterKeyConfiguration;
import io.waybill.secret.SecretConfiguration;
import io.waybill.settings.SettingsConfiguration;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;

/** The worker, put together from its features and the domain's. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FulfillmentSettings.class)
@Import({
    AttemptConfiguration.class,
    BalanceConfiguration.class,
    CatalogConfiguration.class,
    LedgerConfiguration.class,
    MasterKeyConfiguration.class,
    MessagingConfiguration.class,
    OrderConfiguration.class,
    OutboxConfiguration.class,
    PanelConfiguration.class,
    SmmConfiguration.class,
    ProviderConfiguration.class,
    ProviderEventConfiguration.class,
    SchemaConfiguration.class,
    SecretConfiguration.class,
    SettingsConfiguration.class,
    TurnConfiguration.class
})
class FulfillmentConfiguration {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Ticker ticker() {
        return Ticker.system();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    /** Nobody listens, unless a test brings a probe of its own. */
    @Bean
    @Fallback
    Probe probe() {
        return Probe.NONE;
    }

    @Bean
    Crew crew(
            SessionKeeper keeper,
            SessionReaper reaper,
            Lines lines,
            Settler settler,
            Dispatcher dispatcher,
            StrayFinder strays,
            Puller puller,
            WaitingOrders waitingOrders,
            ClaimWaiting claimWaiting) {
        return new Crew(keeper, reaper, lines, settler, dispatcher, strays, puller, waitingOrders, claimWaiting);
    }

    @Bean
    WorkShift workShift(Crew crew, FulfillmentSettings settings) {
        return new WorkShift(crew, settings.finishWithin());
    }

    @Bean
    SessionHealthIndicator sessionHealthIndicator(SessionKeeper keeper) {
        return new SessionHealthIndicator(keeper);
    }
}
