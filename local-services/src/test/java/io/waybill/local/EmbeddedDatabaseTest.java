package io.waybill.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void aNewDatabaseIsPostgres18ThatWaitsForTheDisk() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary())) {
            assertThat(read(database, "show server_version")).startsWith("18");
            assertThat(read(database, "show fsync")).isEqualTo("on");
            assertThat(read(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(read(database, "show full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void durabilityIsGivenUpOnlyOnDemand() throws SQLException {
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(DatabaseSettings.temporary().withoutDurability())) {
            assertThat(read(database, "show fsync")).isEqualTo("off");
            assertThat(read(database, "show synchronous_commit")).isEqualTo("off");
        }
    }

    @Test
    void dataInAFolderStayBetweenStartsAndThePasswordWithThem() throws SQLException {
        String password;
        try (EmbeddedDatabase database = start()) {
            execute(database, "create table kept (id bigint primary key)");
            execute(database, "insert into kept (id) values (42)");
            password = database.password();
        }
        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select id from kept")).isEqualTo("42");
            assertThat(database.password()).isEqualTo(password);
        }
    }

    @Test
    void theNextStartClearsAwayWhatAKilledOwnerLeftAndKeepsWhatItCommitted() throws Exception {
        Process owner = startHolder();
        ProcessHandle orphan = ProcessHandle.of(recordedPid()).orElseThrow();
        owner.destroyForcibly();
        assertThat(owner.waitFor(20, SECONDS)).isTrue();
        assertThat(orphan.isAlive()).as("the server outlives its owner").isTrue();

        try (EmbeddedDatabase database = start()) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(read(database, "select id from kept")).isEqualTo("42");
        }
    }

    @Test
    void aServerThatWasKilledTogetherWithItsOwnerRecovers() throws Exception {
        Process owner = startHolder();
        ProcessHandle server = ProcessHandle.of(recordedPid()).orElseThrow();
        owner.destroyForcibly();
        server.destroyForcibly();
        await().until(() -> !server.isAlive() && !owner.isAlive());

        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select id from kept")).isEqualTo("42");
        }
    }

    @Test
    void aProcessIdThatNowBelongsToAStrangerIsNoObstacleAndTheStrangerLives() throws Exception {
        start().close();
        Process stranger = new ProcessBuilder("cat").start();
        try {
            Files.write(
                    folder.resolve("data/postmaster.pid"),
                    List.of(
                            Long.toString(stranger.pid()),
                            folder.resolve("data").toString(),
                            "1700000000",
                            "5432"));

            try (EmbeddedDatabase database = start()) {
                assertThat(read(database, "select 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void aSecondStartInTheSameFolderIsRefusedAndHarmsNothing() throws Exception {
        try (EmbeddedDatabase database = start()) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(this::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("already in use by this process");
            }
            // The refused ones must not have loosened the lock that other processes see.
            Process other = launchHolder();
            assertThat(other.waitFor(30, SECONDS)).isTrue();
            assertThat(new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("already in use by process "
                            + ProcessHandle.current().pid());
            assertThat(read(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void anInterruptedFirstStartLeavesNothingBehind() throws Exception {
        Path unfinished = Files.createDirectories(folder.resolve("unfinished-1"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18");

        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select 1")).isEqualTo("1");
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void nobodyGetsInWithoutThePasswordWhichOnlyTheOwnerCanRead() throws IOException {
        try (EmbeddedDatabase database = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aTakenPortIsNamedInTheMessage() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> EmbeddedDatabase.start(
                            DatabaseSettings.keptIn(folder).onPort(port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not start on port " + port)
                    .hasMessageContaining("Address already in use");
        }
        try (EmbeddedDatabase database = start()) {
            assertThat(database.port()).as("the folder is free again").isPositive();
        }
    }

    @Test
    void closingEndsTheServerWithConnectionsOpenAndDeletesATemporaryFolder() throws SQLException {
        EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
        Path data = Path.of(read(database, "show data_directory", "postgres"));
        try (Connection open = connect(database)) {
            database.close();

            assertThat(open.isValid(1)).isFalse();
            assertThat(data.getParent()).doesNotExist();
        }
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(DatabaseSettings.keptIn(folder));
    }

    private Process launchHolder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        DatabaseHolder.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    private Process startHolder() throws IOException {
        Process holder = launchHolder();
        BufferedReader output = holder.inputReader();
        assertThat(output.lines().anyMatch(DatabaseHolder.READY::equals)).isTrue();
        return holder;
    }

    private long recordedPid() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(EmbeddedDatabase database, String sql) throws SQLException {
        return read(database, sql, database.username());
    }

    private static String read(EmbeddedDatabase database, String sql, String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), user, database.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
