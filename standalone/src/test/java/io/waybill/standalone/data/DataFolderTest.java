package io.waybill.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.standalone.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void onlyItsOwnerMayLookInside() throws Exception {
        try (DataFolder folder = take()) {
            folder.secrets();
            demo().write(folder.demoFile());

            assertThat(permissions(path())).isEqualTo("rwx------");
            assertThat(permissions(path().resolve("secrets.json"))).isEqualTo("rw-------");
            assertThat(permissions(folder.demoFile())).isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondStartIsRefusedUntilTheFirstHasEnded() {
        try (DataFolder _ = take()) {
            assertThatThrownBy(this::take)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("already runs in " + path())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        take().close();
    }

    @Test
    void aNewStartTakesAwayTheDemoFileOfTheOneBefore() {
        try (DataFolder folder = take()) {
            demo().write(folder.demoFile());
        }

        try (DataFolder folder = take()) {
            assertThat(folder.demoFile()).doesNotExist();
        }
    }

    @Test
    void theDemoFileHasTheAgreedFieldsAndLeavesNothingBesideIt() throws Exception {
        try (DataFolder folder = take()) {
            demo().write(folder.demoFile());
            demo().write(folder.demoFile());

            JsonNode written = JsonMapper.shared().readTree(Files.readString(folder.demoFile()));
            assertThat(written.propertyNames())
                    .containsExactly(
                            "api",
                            "admin_email",
                            "admin_password",
                            "admin_key",
                            "api_key",
                            "provider",
                            "database",
                            "kafka",
                            "secret_key");
            assertThat(written.path("database").asString()).isEqualTo("jdbc:postgresql://localhost:1/waybill?user=a");
            try (Stream<Path> files = Files.list(path())) {
                assertThat(files)
                        .extracting(file -> file.getFileName().toString())
                        .containsExactlyInAnyOrder("lock", "demo.json");
            }
        }
    }

    @Test
    void secretsAreMadeOnceAndKept() {
        Secrets made;
        try (DataFolder folder = take()) {
            SecretsFile secrets = folder.secrets();
            secrets.keepApiKey("sk_live_a");
            secrets.keepAdminKey("ak_live_b");
            made = secrets.secrets();
        }

        try (DataFolder folder = take()) {
            assertThat(folder.secrets().secrets()).isEqualTo(made);
        }
        assertThat(Base64.getDecoder().decode(made.masterKey())).hasSize(32);
        assertThat(made.apiKey()).isEqualTo("sk_live_a");
        assertThat(made.adminKey()).isEqualTo("ak_live_b");
        assertThat(made).hasToString("Secrets[…]");
    }

    @Test
    void lostSecretsOfAStoreAreNotReplacedByNewOnes() throws Exception {
        try (DataFolder folder = take()) {
            Files.createDirectories(folder.postgres().resolve("data"));

            assertThatThrownBy(folder::secrets)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("put secrets.json back");
        }
    }

    @Test
    void damagedSecretsAreToldWithoutQuotingThem() throws Exception {
        try (DataFolder folder = take()) {
            Files.writeString(path().resolve("secrets.json"), "{\"secret_key\": \"hush\", \"api_key\": oops}");

            assertThatThrownBy(folder::secrets)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("secrets.json")
                    .hasMessageNotContainingAny("hush", "oops");
        }
    }

    private DataFolder take() {
        return DataFolder.take(path());
    }

    private Path path() {
        return temporary.resolve("waybill-data");
    }

    private static DemoFile demo() {
        return new DemoFile(
                "http://localhost:8080",
                "a",
                "b",
                "c",
                "d",
                "e",
                "jdbc:postgresql://localhost:1/waybill?user=a",
                "f",
                "g");
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
