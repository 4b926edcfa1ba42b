package io.waybill.api.admin.providers;

import io.waybill.api.input.Durations;
import io.waybill.audit.Facts;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderSettings;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What the audit log says of a provider; its key is never among it. */
final class ProviderFacts {
    private ProviderFacts() {}

    static String subject(long providerId) {
        return "provider:" + providerId;
    }

    static Facts of(ProviderSettings settings) {
        ProviderSettings.Limits limits = settings.limits();
        ProviderSettings.Pricing pricing = settings.pricing();
        return Facts.of("name", settings.name())
                .and("protocol", settings.protocol())
                .and("mode", settings.mode().wire())
                .and("base_url", settings.baseUrl().toString())
                .and("billing", settings.billing().wire())
                .and(
                        "capabilities",
                        settings.capabilities().stream()
                                .map(Capability::wire)
                                .sorted()
                                .toList())
                .and("max_quantity", limits.maxQuantity())
                .and("concurrency", limits.concurrency())
                .and("rate_limit", limits.rateLimit())
                .and("connect_timeout", Durations.shown(limits.connectTimeout()))
                .and("answer_timeout", Durations.shown(limits.answerTimeout()))
                .and("margin_percent", pricing.marginPercent().toPlainString())
                .and("price_step", pricing.step().toShortString())
                .and("price_rise_percent", orNone(pricing.risePercent()))
                .and("low_balance", orNone(settings.lowBalance()))
                .and("selection", settings.selection().wire())
                .and("active", settings.active());
    }

    private static String orNone(@Nullable BigDecimal value) {
        return value == null ? "none" : value.stripTrailingZeros().toPlainString();
    }
}
