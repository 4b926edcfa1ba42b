package io.waybill.provider.upkeep;

import io.waybill.provider.upkeep.balance.BalanceConfiguration;
import io.waybill.provider.upkeep.catalog.ImportConfiguration;
import io.waybill.provider.upkeep.event.ProviderEventConfiguration;
import io.waybill.provider.upkeep.turn.TurnConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Keeping balances and catalogs of providers in step, and whose turn it is to do so. Needs an
 * {@link io.waybill.outbox.Outbox}.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    BalanceConfiguration.class,
    ImportConfiguration.class,
    ProviderEventConfiguration.class,
    TurnConfiguration.class
})
public class UpkeepConfiguration {}
