package io.waybill.api;

import io.waybill.account.AccountConfiguration;
import io.waybill.attempt.AttemptConfiguration;
import io.waybill.audit.AuditConfiguration;
import io.waybill.catalog.CatalogConfiguration;
import io.waybill.checks.ChecksConfiguration;
import io.waybill.ledger.LedgerConfiguration;
import io.waybill.messaging.MessagingConfiguration;
import io.waybill.order.OrderConfiguration;
import io.waybill.order.correction.CorrectionConfiguration;
import io.waybill.order.reading.ReadOrdersConfiguration;
import io.waybill.order.remedy.RemedyConfiguration;
import io.waybill.outbox.OutboxConfiguration;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.panel.PanelConfiguration;
import io.waybill.provider.smm.SmmConfiguration;
import io.waybill.provider.upkeep.UpkeepConfiguration;
import io.waybill.secret.MasterKeyConfiguration;
import io.waybill.secret.SecretConfiguration;
import io.waybill.settings.SettingsConfiguration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The parts of the domain that the service works with. */
@Configuration(proxyBeanMethods = false)
@Import({
    AccountConfiguration.class,
    AttemptConfiguration.class,
    AuditConfiguration.class,
    CatalogConfiguration.class,
    ChecksConfiguration.class,
    CorrectionConfiguration.class,
    LedgerConfiguration.class,
    MasterKeyConfiguration.class,
    MessagingConfiguration.class,
    OrderConfiguration.class,
    OutboxConfiguration.class,
    PanelConfiguration.class,
    SmmConfiguration.class,
    ProviderConfiguration.class,
    ReadOrdersConfiguration.class,
    RemedyConfiguration.class,
    SecretConfiguration.class,
    SettingsConfiguration.class,
    UpkeepConfiguration.class
})
class ApiConfiguration {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
