package io.waybill.benchmark;

import io.waybill.account.Mode;
import io.waybill.catalog.Billing;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.outbox.OutboxWithoutKafkaConfiguration;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.http.AnswerLimits;
import io.waybill.provider.panel.PanelConfiguration;
import io.waybill.provider.upkeep.UpkeepConfiguration;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.KeptTurn;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsConfiguration;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store with one provider, and the import of its catalog as the sync worker does it. */
final class ImportStore implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final JdbcImportRows rows;
    private final Turns turns;
    private final ImportCatalog importCatalog;
    private final ProviderAccount account;

    private ImportStore(ConfigurableApplicationContext context, URI provider) {
        this.context = context;
        this.rows = new JdbcImportRows(context.getBean(JdbcTemplate.class));
        this.turns = context.getBean(Turns.class);
        this.importCatalog = context.getBean(ImportCatalog.class);
        this.account = account(rows.addProvider(provider.toString()), provider);
    }

    /** @throws IllegalStateException if a commit doesn't wait for the disk: its speed would be a lie */
    static ImportStore open(EmbeddedDatabase database, URI provider) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "spring.main.banner-mode",
                        "off",
                        "logging.level.root",
                        "warn",
                        "spring.datasource.url",
                        database.jdbcUrl(),
                        "spring.datasource.username",
                        database.username(),
                        "spring.datasource.password",
                        database.password(),
                        "spring.datasource.hikari.maximum-pool-size",
                        "4"))
                .run();
        if (!new JdbcBenchmarkRows(context.getBean(JdbcClient.class)).isDurable()) {
            throw new IllegalStateException("fsync and synchronous_commit must be on");
        }
        return new ImportStore(context, provider);
    }

    JdbcImportRows rows() {
        return rows;
    }

    /** Imports in a kept turn, over HTTP. */
    CatalogRun run() {
        Turn turn = turns.take(account.id(), Chore.CATALOG).orElseThrow();
        try (KeptTurn _ = KeptTurn.keep(turns, turn);
                Provider provider = PanelConfiguration.adapter(AnswerLimits.DEFAULT, InstantSource.system())
                        .connect(account)) {
            return importCatalog.run(turn, account, provider);
        } finally {
            turns.release(turn);
        }
    }

    private static ProviderAccount account(long id, URI baseUrl) {
        return new ProviderAccount(
                id,
                "benchmark",
                "panel",
                Mode.LIVE,
                baseUrl,
                "none",
                Billing.WALLET,
                BigDecimal.TEN,
                Set.of(),
                10,
                10,
                0,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                true);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({OutboxWithoutKafkaConfiguration.class, SettingsConfiguration.class, UpkeepConfiguration.class})
    static class Wiring {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        SecretBox secretBox() {
            return SecretBox.of(Base64.getEncoder().encodeToString(new byte[32]));
        }
    }
}
