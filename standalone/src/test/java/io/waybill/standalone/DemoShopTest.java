package io.waybill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DemoShopTest {

    private static final String MASTER_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @TempDir
    private Path folder;

    private final TestDatabase database = TestServices.database();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fillsAStoreElsewhereAndSaysHowToGetIn() throws IOException {
        try (DemoShop shop = DemoShop.open(settings())) {
            assertThat(Files.readString(folder.resolve("demo.json")))
                    .contains("\"api\" : \"http://localhost:8080\"")
                    .contains("\"admin_key\" : \"ak_live_")
                    .contains("\"api_key\" : \"sk_live_")
                    .contains("\"provider\" : \"http://127.0.0.1:"
                            + shop.simulator().port());
            assertThat(providers())
                    .containsOnly("http://127.0.0.1:" + shop.simulator().port() + "/api/v1");
        }
    }

    @Test
    void theNextStartHasTheSameKeysAndMovesTheProvider() throws IOException {
        DemoShop.open(settings()).close();
        String keys = keys();

        try (DemoShop again = DemoShop.open(settings())) {
            assertThat(keys()).isEqualTo(keys);
            assertThat(providers())
                    .hasSize(2)
                    .containsOnly("http://127.0.0.1:" + again.simulator().port() + "/api/v1");
        }
    }

    @Test
    void theStoresMasterKeyIsNotWrittenDown() throws IOException {
        DemoShop.open(settings()).close();

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().noneMatch(DemoShopTest::holdsTheMasterKey);
        }
    }

    @Test
    void aMissingVariableIsNamed() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "WAYBILL_DATABASE_URL", "jdbc:postgresql://postgres/waybill",
                "WAYBILL_DATABASE_USER", "waybill",
                "WAYBILL_DATABASE_PASSWORD", "secret",
                "WAYBILL_SECRET_KEY", MASTER_KEY));
        assertThat(DemoShopSettings.of(environment).host()).isEqualTo("demo");

        environment.put("WAYBILL_SECRET_KEY", " ");

        assertThatThrownBy(() -> DemoShopSettings.of(environment))
                .isInstanceOf(CannotStart.class)
                .hasMessage("The demo needs the environment variable WAYBILL_SECRET_KEY.");
    }

    private DemoShopSettings settings() {
        return new DemoShopSettings(
                database.jdbcUrl(),
                database.username(),
                database.password(),
                MASTER_KEY,
                "http://localhost:8080",
                "127.0.0.1",
                0,
                folder);
    }

    private List<String> providers() {
        return JdbcClient.create(database.dataSource())
                .sql("select base_url from provider")
                .query(String.class)
                .list();
    }

    private String keys() throws IOException {
        return Files.readString(folder.resolve("demo.json")).replaceAll("(?m)^.*\"provider\".*$", "");
    }

    private static boolean holdsTheMasterKey(Path file) {
        try {
            return Files.readString(file).contains(MASTER_KEY);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
