package io.waybill.provider.smm;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;
import io.waybill.provider.http.AnswerLimits;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/** Accounts at SMM panels, and purchases there, for tests. */
final class SmmPanels {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final String KEY = "smm_KEYOFTHEPROVIDER1234567890";
    static final String LINK = "https://example.com/p/4711";

    private static final AnswerLimits SMALL =
            new AnswerLimits(DataSize.ofKilobytes(256), DataSize.ofMegabytes(2), 10_000, Duration.ofSeconds(3));

    private SmmPanels() {}

    static Provider connect(URI url, String key, Duration answerTimeout) {
        return SmmConfiguration.adapter(SMALL, InstantSource.fixed(NOW)).connect(account(url, key, answerTimeout));
    }

    static ProviderAccount account(URI url, String key, Duration answerTimeout) {
        return new ProviderAccount(
                1,
                "smm",
                "smm",
                Mode.LIVE,
                url,
                key,
                Billing.WALLET,
                BigDecimal.ZERO,
                Set.of(),
                1,
                100,
                0,
                Duration.ofSeconds(2),
                answerTimeout,
                true);
    }

    static Purchase purchase(long order) {
        return new Purchase(order, "ref-" + order, "5", 1000, null, Map.of("smm_link", LINK, "smm_quantity", "1000"));
    }
}
