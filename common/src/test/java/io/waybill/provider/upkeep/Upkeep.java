package io.waybill.provider.upkeep;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.fixture.TestStore;
import io.waybill.outbox.OutboxWithoutKafkaConfiguration;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.http.AnswerLimits;
import io.waybill.provider.panel.PanelConfiguration;
import io.waybill.provider.upkeep.balance.RefreshBalance;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsConfiguration;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A store with one panel provider, whose answers a test writes, and the code that keeps up with it. */
public final class Upkeep implements AutoCloseable {
    public static final Duration HOLD = Duration.ofMillis(600);
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    public static final Set<String> PANEL = Set.of("panel");

    public final TestStore store = new TestStore();
    public final ScriptedServer server = ScriptedServer.start(Script.json(200, "{\"ok\":true,\"products\":[]}"));
    public final long providerId = store.provider();
    public final Turns turns;
    public final ImportCatalog importCatalog;
    public final RefreshBalance refreshBalance;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public Upkeep() throws IOException {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("waybill.turns.hold", HOLD.toMillis() + "ms")));
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(javax.sql.DataSource.class, store::dataSource);
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(store.dataSource()));
        context.registerBean(SecretBox.class, () -> SecretBox.of(MASTER_KEY));
        context.register(OutboxWithoutKafkaConfiguration.class, SettingsConfiguration.class, UpkeepConfiguration.class);
        context.refresh();
        turns = context.getBean(Turns.class);
        importCatalog = context.getBean(ImportCatalog.class);
        refreshBalance = context.getBean(RefreshBalance.class);
    }

    public JdbcClient jdbc() {
        return store.jdbc();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Provider connect() {
        return PanelConfiguration.adapter(AnswerLimits.DEFAULT, InstantSource.system())
                .connect(account());
    }

    public ProviderAccount account() {
        BigDecimal margin = jdbc().sql("select margin_percent from provider where id = :id")
                .param("id", providerId)
                .query(BigDecimal.class)
                .single();
        return new ProviderAccount(
                providerId,
                "panel",
                "panel",
                Mode.LIVE,
                server.url(),
                "sk_live_K",
                Billing.WALLET,
                margin,
                Set.of(),
                10,
                100,
                0,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                true);
    }

    /** Lists these rows from now on, with BDT as the currency of those that say none. */
    public void lists(String... rows) {
        server.otherwise(
                Script.json(200, "{\"ok\":true,\"currency\":\"BDT\",\"products\":[" + String.join(",", rows) + "]}"));
    }

    public static String row(int id, String price) {
        return "{\"item_id\":%d,\"slug\":\"item-%d\",\"name\":\"Item %d\",\"product_name\":\"P\",\"category\":\"Games\",\"price\":\"%s\"}"
                .formatted(id, id, id, price);
    }

    public CatalogRun run() {
        Turn turn = turns.take(providerId, Chore.CATALOG).orElseThrow();
        try (Provider provider = connect()) {
            return importCatalog.run(turn, account(), provider);
        } finally {
            turns.release(turn);
        }
    }

    /** The kinds of the provider's events so far, in their order. */
    public List<String> events() {
        return jdbc().sql("select kind from provider_event where provider_id = :id order by id")
                .param("id", providerId)
                .query(String.class)
                .list();
    }

    /** Sets columns of the provider. */
    public void provider(String assignments) {
        jdbc().sql("update provider set " + assignments + " where id = :id")
                .param("id", providerId)
                .update();
    }

    /** Every item of the provider with its place on disk: any write, even a lock, changes it. */
    public List<Map<String, Object>> items() {
        return jdbc().sql(
                        "select *, xmin::text as xmin, xmax::text as xmax, ctid::text as ctid from item where provider_id = :id order by id")
                .param("id", providerId)
                .query()
                .listOfRows();
    }

    public Map<String, Object> item(String externalId) {
        return jdbc().sql("select * from item where provider_id = :id and external_id = :external")
                .param("id", providerId)
                .param("external", externalId)
                .query()
                .singleRow();
    }

    @Override
    public void close() throws IOException {
        context.close();
        server.close();
        store.close();
    }
}
