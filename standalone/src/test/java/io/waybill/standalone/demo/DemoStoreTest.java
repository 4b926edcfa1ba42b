package io.waybill.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.secret.Sealed;
import io.waybill.secret.SecretBox;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.simulator.book.Account;
import io.waybill.standalone.data.DataFolder;
import io.waybill.standalone.data.SecretsFile;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DemoStoreTest {

    private static final String FINGERPRINT = """
            select (select count(*) from account) as accounts,
                   (select count(*) from api_key) as keys,
                   (select count(*) from transfer) as transfers,
                   (select sum(balance_micros) from wallet) as balance,
                   (select count(*) from provider) as providers,
                   (select string_agg(slug, ',' order by slug) from item) as items,
                   (select count(*) from stock_code) as codes
            """;

    @TempDir
    private Path temporary;

    private final TestDatabase database = TestServices.database();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private DataFolder folder;
    private SecretsFile secrets;
    private ProviderSimulator simulator;

    @BeforeEach
    void open() {
        folder = DataFolder.take(temporary);
        secrets = folder.secrets();
        simulator = ProviderSimulator.start(SimulatorOptions.inMemory()
                .catalog(Upstream.catalog())
                .accounts(
                        Account.of("waybill", secrets.secrets().providerKey(), "1000.00"),
                        Account.of("waybill-packages", secrets.secrets().packagesKey(), "1000.00")));
    }

    @AfterEach
    void close() {
        simulator.close();
        folder.close();
        database.close();
    }

    @Test
    void fillingAgainChangesNothing() {
        store().fill();
        Map<String, Object> once = fingerprint();

        store().fill();

        assertThat(fingerprint()).isEqualTo(once);
        assertThat(once)
                .containsEntry("accounts", 2L)
                .containsEntry("keys", 2L)
                .containsEntry("transfers", 1L)
                .containsEntry("providers", 2L);
    }

    @Test
    void whatAKilledStartLeftUndoneTheNextOneDoes() {
        for (int parts = 1; parts <= 7; parts++) {
            store().fillOnly(parts);
        }
        store().fill();
        Map<String, Object> repaired = fingerprint();

        store().fill();

        assertThat(fingerprint()).isEqualTo(repaired);
    }

    @Test
    void aKeyThatTheStoreDoesNotKnowIsReplaced() {
        store().fill();
        String first = String.valueOf(secrets.secrets().apiKey());
        jdbc.sql("update api_key set revoked_at = now() where mode = 'live'").update();

        store().fill();

        assertThat(secrets.secrets().apiKey()).isNotEqualTo(first).startsWith("sk_live_");
        assertThat(jdbc.sql("select count(*) from api_key where revoked_at is null")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void theProvidersFollowTheSimulatorToAnotherPort() {
        store().fill();

        new DemoStore(database.dataSource(), secrets, URI.create("http://localhost:1/api/v1")).fill();

        assertThat(jdbc.sql("select distinct base_url from provider")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("http://localhost:1/api/v1"));
    }

    @Test
    void theProvidersGetTheKeysOfASimulatorThatLostItsOld(@TempDir Path other) {
        store().fill();

        try (DataFolder anew = DataFolder.take(other)) {
            SecretsFile made = anew.secretsUnder(secrets.secrets().masterKey());
            new DemoStore(database.dataSource(), made, simulator.baseUrl()).fill();

            assertThat(providerKeys())
                    .containsExactly(
                            made.secrets().providerKey(), made.secrets().packagesKey());
        }
    }

    @Test
    void theCatalogHasSomethingOfEverything() {
        store().fill();

        assertThat(count("true")).isGreaterThanOrEqualTo(60);
        assertThat(count("source = 'manual'")).isGreaterThanOrEqualTo(3);
        assertThat(count("source = 'stock' and (select count(*) from stock_code c where c.item_id = item.id) >= 200"))
                .isGreaterThanOrEqualTo(8);
        assertThat(
                        count(
                                "source = 'provider' and billing = 'wallet' and price_micros < 100000 and fields = '[]' and unit = 1"))
                .isGreaterThanOrEqualTo(20);
        assertThat(count("source = 'provider' and billing = 'wallet' and fields <> '[]'"))
                .isGreaterThanOrEqualTo(5);
        assertThat(count("source = 'provider' and billing = 'provider'")).isGreaterThanOrEqualTo(5);
        assertThat(count("id = 123 and billing = 'wallet' and external_id = '123' and fields = '[]'"))
                .isEqualTo(1);
    }

    @Test
    void itemsThatAreAddedLaterGetIdsOfTheirOwn() {
        store().fill();

        jdbc.sql("""
                insert into item (slug, name, product_name, category, source, price_micros)
                select 'later-' || n, 'Later', 'Later', 'Later', 'manual', 1
                  from generate_series(1, 200) as n
                """).update();

        assertThat(count("slug like 'later-%'")).isEqualTo(200);
    }

    private DemoStore store() {
        return new DemoStore(database.dataSource(), secrets, simulator.baseUrl());
    }

    private List<String> providerKeys() {
        SecretBox box = SecretBox.of(secrets.secrets().masterKey());
        return jdbc.sql("select id, api_key_sealed from provider order by id")
                .query((row, _) ->
                        box.open(Sealed.ofBytes(row.getBytes("api_key_sealed")), "provider:" + row.getLong("id")))
                .list();
    }

    private long count(String condition) {
        return jdbc.sql("select count(*) from item where active and " + condition)
                .query(Long.class)
                .single();
    }

    private Map<String, Object> fingerprint() {
        return jdbc.sql(FINGERPRINT).query().singleRow();
    }
}
