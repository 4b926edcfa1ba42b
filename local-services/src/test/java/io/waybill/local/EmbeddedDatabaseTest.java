package io.waybill.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    void parametersAreTheServersOwn() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(
                DatabaseSettings.temporary().withoutDurability().with("work_mem=7MB"))) {
            assertThat(read(database, "show work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void aParameterThatWouldNeedQuotingIsRefused() {
        assertThatThrownBy(() -> DatabaseSettings.temporary().with("work_mem='7 MB'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("work_mem='7 MB'");
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
            awaitEnd(orphan);
            assertThat(read(database, "select id from kept")).isEqualTo("42");
        }
    }

    @Test
    void aServerThatWasKilledTogetherWithItsOwnerRecovers() throws Exception {
        Process owner = startHolder();
        ProcessHandle server = ProcessHandle.of(recordedPid()).orElseThrow();
        owner.destroyForcibly();
        server.destroyForcibly();
        assertThat(owner.waitFor(20, SECONDS)).isTrue();
        awaitEnd(server);

        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select id from kept")).isEqualTo("42");
        }
    }

    @Test
    void aTemporaryDatabaseWhoseOwnerWasKilledIsClearedAwayByTheNextOne() throws Exception {
        String option = "-Djava.io.tmpdir=" + folder;
        Process killed = launchHolder(List.of(option), List.of());
        awaitReady(killed);
        Path abandoned = temporaryFolderIn(folder);
        ProcessHandle orphan = ProcessHandle.of(recordedPid(abandoned)).orElseThrow();
        killed.destroyForcibly();
        assertThat(killed.waitFor(20, SECONDS)).isTrue();

        Process next = launchHolder(List.of(option), List.of());
        try {
            awaitReady(next);
            awaitEnd(orphan);
            assertThat(abandoned).doesNotExist();
        } finally {
            next.getOutputStream().close();
        }
        assertThat(next.waitFor(30, SECONDS)).isTrue();
        assertThat(folder).isDirectoryNotContaining("glob:**/waybill-postgres-*");
    }

    @Test
    void aProcessIdThatNowBelongsToAStrangerIsNoObstacleAndTheStrangerLives() throws Exception {
        startFast().close();
        Process stranger = new ProcessBuilder("cat").start();
        try {
            Files.write(
                    folder.resolve("data/postmaster.pid"),
                    List.of(
                            Long.toString(stranger.pid()),
                            folder.resolve("data").toString(),
                            "1700000000",
                            "5432"));

            try (EmbeddedDatabase database = startFast()) {
                assertThat(read(database, "select 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void aSecondStartInTheSameFolderIsRefusedAndHarmsNothing() throws Exception {
        try (EmbeddedDatabase database = startFast()) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(this::startFast)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("already in use by this process");
            }
            // The refused ones must not have loosened the lock that other processes see.
            Process other = launchHolder();
            assertThat(other.waitFor(30, SECONDS)).isTrue();
            assertThat(new String(other.getInputStream().readAllBytes(), UTF_8))
                    .contains("already in use by process "
                            + ProcessHandle.current().pid());
            assertThat(read(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void anInterruptedFirstStartLeavesNothingBehind() throws Exception {
        Path unfinished = Files.createDirectories(folder.resolve("unfinished-1"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18");

        try (EmbeddedDatabase database = startFast()) {
            assertThat(read(database, "select 1")).isEqualTo("1");
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void nobodyGetsInWithoutThePasswordWhichOnlyTheOwnerCanRead() throws IOException {
        try (EmbeddedDatabase database = startFast()) {
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
                            DatabaseSettings.keptIn(folder).withoutDurability().onPort(port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not start on port " + port)
                    .hasMessageContaining("Address already in use");
        }
        try (EmbeddedDatabase database = startFast()) {
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

    /** The exit code of a process whose parent is gone may be collected late; until then it counts as alive. */
    private static void awaitEnd(ProcessHandle process) {
        await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(DatabaseSettings.keptIn(folder));
    }

    /** For tests that say nothing about durability. */
    private EmbeddedDatabase startFast() {
        return EmbeddedDatabase.start(DatabaseSettings.keptIn(folder).withoutDurability());
    }

    private Process launchHolder() throws IOException {
        return launchHolder(List.of(), List.of(folder.toString()));
    }

    private static Process launchHolder(List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-classpath", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(DatabaseHolder.class.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Process startHolder() throws IOException {
        Process holder = launchHolder();
        awaitReady(holder);
        return holder;
    }

    private static void awaitReady(Process holder) {
        assertThat(holder.inputReader().lines().anyMatch(DatabaseHolder.READY::equals))
                .isTrue();
    }

    private static Path temporaryFolderIn(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith("waybill-postgres-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private long recordedPid() throws IOException {
        return recordedPid(folder);
    }

    private static long recordedPid(Path folder) throws IOException {
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
