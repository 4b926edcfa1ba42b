package io.waybill.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.fixture.TestStore;
import io.waybill.money.Usd;
import io.waybill.secret.SecretBox;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProvidersTest {
    private final TestStore store = new TestStore();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Providers providers;

    ProvidersTest() {
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.register(ProviderConfiguration.class);
        context.refresh();
        providers = context.getBean(Providers.class);
    }

    @AfterEach
    void close() {
        context.close();
        store.close();
    }

    private static ProviderAccount account(String name) {
        return new ProviderAccount(
                0,
                name,
                "panel",
                Mode.LIVE,
                URI.create("http://localhost:9/api/v1"),
                "sk_live_K",
                Billing.WALLET,
                new BigDecimal("12.50"),
                Set.of(Capability.STATUS, Capability.CANCEL),
                10,
                100,
                7,
                Duration.ofMillis(1_500),
                Duration.ofSeconds(9),
                false);
    }

    @Test
    void aProviderIsReadAsItWasAddedAndTheRestIsWhatOneBeginsWith() {
        ProviderAccount asked = account("one");

        ProviderAccount added = providers.add(asked);

        assertThat(added).usingRecursiveComparison().ignoringFields("id").isEqualTo(asked);
        ProviderSettings settings =
                context.getBean(ProviderRegister.class).find(added.id()).orElseThrow();
        assertThat(settings.pricing().step()).isEqualTo(Usd.ofMicros(1));
        assertThat(settings.pricing().risePercent()).isEqualByComparingTo("50");
        assertThat(settings.selection()).isEqualTo(Selection.ALL);
        assertThat(settings.lowBalance()).isNull();
    }

    @Test
    void aNameIsTakenOnce() {
        providers.add(account("one"));

        assertThatThrownBy(() -> providers.add(account("one"))).isInstanceOf(DuplicateKeyException.class);
    }
}
