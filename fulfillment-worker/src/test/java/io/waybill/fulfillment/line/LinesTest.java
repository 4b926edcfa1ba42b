package io.waybill.fulfillment.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.fixture.TestStore;
import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.money.Usd;
import io.waybill.outbox.Outbox;
import io.waybill.provider.Capability;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderConfiguration;
import io.waybill.provider.ProviderRegister;
import io.waybill.provider.ProviderSettings;
import io.waybill.provider.Providers;
import io.waybill.provider.Selection;
import io.waybill.provider.upkeep.balance.BalanceConfiguration;
import io.waybill.provider.upkeep.balance.RefreshBalance;
import io.waybill.provider.upkeep.event.ProviderEventConfiguration;
import io.waybill.provider.upkeep.turn.TurnConfiguration;
import io.waybill.secret.SecretBox;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

final class LinesTest {
    private final TestStore store = new TestStore();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ProviderRegister register;
    private final Lines lines;

    LinesTest() {
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.registerBean(
                PlatformTransactionManager.class, () -> new DataSourceTransactionManager(store.dataSource()));
        context.registerBean(Outbox.class, () -> _ -> {});
        context.register(
                BalanceConfiguration.class,
                ProviderConfiguration.class,
                ProviderEventConfiguration.class,
                TurnConfiguration.class);
        context.refresh();
        register = context.getBean(ProviderRegister.class);
        LineSettings settings = new LineSettings(
                Duration.ofSeconds(1),
                3,
                Duration.ofMillis(1),
                new LineSettings.Breaker(
                        4, 4, 50, Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofMillis(50), 2));
        lines = new Lines(
                context.getBean(Providers.class),
                List.of(new FakeStore()),
                settings,
                new Breakers(settings, new Random(7)),
                new UnreadableProviders(context.getBean(RefreshBalance.class), meters),
                Ticker.system(),
                meters);
    }

    @AfterEach
    void close() {
        lines.stop();
        context.close();
        store.close();
    }

    @Test
    void what_an_owner_changes_holds_from_the_next_look_on() {
        long id = register.add(settings("http://one/api/v1", 2, true), "first-key")
                .orElseThrow();
        lines.refresh();
        assertThat(account(id).apiKey()).isEqualTo("first-key");
        assertThat(account(id).concurrency()).isEqualTo(2);

        register.change(id, settings("http://two/api/v1", 7, true));
        register.changeKey(id, "second-key");
        lines.refresh();
        assertThat(account(id).apiKey()).isEqualTo("second-key");
        assertThat(account(id).baseUrl()).hasToString("http://two/api/v1");
        assertThat(account(id).concurrency()).isEqualTo(7);
        assertThat(account(id).can(Capability.IDEMPOTENCY)).isTrue();
        assertThat(lines.open()).hasSize(1);

        register.change(id, settings("http://two/api/v1", 7, false));
        lines.refresh();
        assertThat(lines.open()).isEmpty();
    }

    @Test
    void a_provider_whose_key_can_not_be_opened_holds_up_no_other_and_is_told_once() {
        long damaged =
                register.add(settings("http://one/api/v1", 2, true), "key").orElseThrow();
        long sound = register.add(settings("Sound", "http://two/api/v1", 2, true), "key")
                .orElseThrow();
        damage(damaged);

        lines.refresh();
        lines.refresh();

        assertThat(lines.open()).extracting(Line::providerId).containsExactly(sound);
        assertThat(lines.unreadable()).containsExactly(damaged);
        assertThat(meters.get("waybill.fulfillment.providers.unreadable")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(events(damaged)).hasSize(1).first().asString().contains("key", "Enter");

        register.changeKey(damaged, "another");
        lines.refresh();

        assertThat(lines.open()).hasSize(2);
        assertThat(lines.unreadable()).isEmpty();
    }

    @Test
    void a_word_that_a_newer_version_has_written_is_told_as_such_and_not_as_a_damaged_key() {
        long newer = register.add(settings("http://one/api/v1", 2, true), "key").orElseThrow();
        store.jdbc()
                .sql("alter table provider drop constraint provider_capabilities_are_known")
                .update();
        store.jdbc().sql("update provider set capabilities = '{teleport}'").update();

        lines.refresh();

        assertThat(lines.unreadable()).containsExactly(newer);
        assertThat(events(newer))
                .hasSize(1)
                .first()
                .asString()
                .contains("version")
                .doesNotContain("key");
    }

    private void damage(long providerId) {
        store.jdbc()
                .sql("update provider set api_key_sealed = '\\x00' || api_key_sealed where id = :id")
                .param("id", providerId)
                .update();
    }

    private List<String> events(long providerId) {
        return store.jdbc()
                .sql("select note from provider_event where provider_id = :id and kind = 'failing'")
                .param("id", providerId)
                .query(String.class)
                .list();
    }

    private ProviderAccount account(long id) {
        return Objects.requireNonNull(lines.find(id)).account();
    }

    private static ProviderSettings settings(String url, int concurrency, boolean active) {
        return settings("Upstream", url, concurrency, active);
    }

    private static ProviderSettings settings(String name, String url, int concurrency, boolean active) {
        return new ProviderSettings(
                name,
                FakeStore.PROTOCOL,
                Mode.LIVE,
                URI.create(url),
                Billing.WALLET,
                Set.of(Capability.IDEMPOTENCY),
                new ProviderSettings.Limits(1, concurrency, 0, Duration.ofSeconds(2), Duration.ofSeconds(20)),
                new ProviderSettings.Pricing(new BigDecimal("10.00"), Usd.ofMicros(1), null),
                null,
                Selection.CHOSEN,
                active);
    }
}
