package io.waybill.provider.panel;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.http.AnswerLimits;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** Panel accounts for tests. */
final class Panels {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final AnswerLimits SMALL =
            new AnswerLimits(DataSize.ofKilobytes(256), DataSize.ofMegabytes(2), 10_000, Duration.ofSeconds(3));

    private Panels() {}

    static Provider connect(URI url, String key, Duration answerTimeout) {
        return connect(account(url, key, 1, answerTimeout));
    }

    static Provider connect(ProviderAccount account) {
        return PanelConfiguration.adapter(SMALL, InstantSource.fixed(NOW)).connect(account);
    }

    static ProviderAccount account(URI url, String key, int maxQuantity, Duration answerTimeout) {
        return new ProviderAccount(
                1,
                "panel",
                "panel",
                Mode.LIVE,
                url,
                key,
                Billing.WALLET,
                BigDecimal.ZERO,
                Set.of(),
                maxQuantity,
                100,
                0,
                Duration.ofSeconds(2),
                answerTimeout,
                true);
    }
}
