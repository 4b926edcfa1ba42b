package io.waybill.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 server that belongs to this process, listening on the loopback address with a password.
 *
 * <p>A commit is on the disk when it returns ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes}
 * are on unless the settings say otherwise). Data in a given folder stay between starts, also if this process was
 * killed: the next start stops the server that was left running, and PostgreSQL recovers. One process at a time may use
 * a folder; a second start is refused.
 *
 * <p>There is no shutdown hook: close it after everything that uses it. Temporary ones whose owner was killed are
 * cleared away by the next temporary one. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String USER = "waybill";
    private static final String TEMPORARY_PREFIX = "waybill-postgres-";

    private final DatabaseSettings settings;
    private final DataFolder folder;
    private final Postmaster postmaster;
    private final int port;
    private final String password;

    private EmbeddedDatabase(DatabaseSettings settings, DataFolder folder, Postmaster postmaster, int port) {
        this.settings = settings;
        this.folder = folder;
        this.postmaster = postmaster;
        this.port = port;
        this.password = folder.password();
    }

    /**
     * Starts the server and returns when it takes connections and the database and its user exist.
     *
     * @throws IllegalStateException if the folder is in use or PostgreSQL does not start; the message says why
     */
    public static EmbeddedDatabase start(DatabaseSettings settings) {
        long begin = System.nanoTime();
        Path path = settings.folder();
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        DataFolder folder = path != null ? DataFolder.lock(path) : temporaryFolder(binaries);
        Postmaster postmaster = new Postmaster(binaries, folder);
        try {
            // Waiting for the disk before anything is promised would only cost a temporary database its time.
            folder.initialise(binaries, settings.durable() && path != null);
            postmaster.stopOrphan();
            int port = FreePorts.startOn(settings.port(), free -> {
                postmaster.start(free, settings.durable(), settings.parameters());
                return free;
            });
            EmbeddedDatabase database = new EmbeddedDatabase(settings, folder, postmaster, port);
            database.createWhatIsMissing();
            log.atInfo()
                    .addKeyValue("folder", folder.data())
                    .addKeyValue("port", port)
                    .addKeyValue(
                            "millis",
                            Duration.ofNanos(System.nanoTime() - begin).toMillis())
                    .log("postgresql started");
            return database;
        } catch (RuntimeException e) {
            release(settings, folder, postmaster);
            throw e;
        }
    }

    /** The database of the settings, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(settings.database());
    }

    /** Any database of this server, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** The owner of the database: may create databases, is no superuser. */
    public String username() {
        return USER;
    }

    /** Made at random when the data folder was made. */
    public String password() {
        return password;
    }

    /** The port on the loopback address. */
    public int port() {
        return port;
    }

    /** Stops the server within seconds; connections that are still open break. Deletes a temporary folder. */
    @Override
    public void close() {
        release(settings, folder, postmaster);
    }

    private static DataFolder temporaryFolder(PostgresBinaries binaries) {
        for (DataFolder abandoned : DataFolder.lockAbandoned(TEMPORARY_PREFIX)) {
            release(DatabaseSettings.temporary(), abandoned, new Postmaster(binaries, abandoned));
        }
        return DataFolder.lock(Folders.createTemporary(TEMPORARY_PREFIX));
    }

    private static void release(DatabaseSettings settings, DataFolder folder, Postmaster postmaster) {
        try (folder) {
            if (settings.folder() == null) {
                postmaster.stop(Postmaster.Stop.ABANDON);
                folder.delete();
            } else {
                postmaster.stop(Postmaster.Stop.CLEAN);
            }
        }
    }

    private void createWhatIsMissing() {
        String name = settings.database();
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), Postmaster.SUPERUSER, password);
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", USER)) {
                // Neither can be a parameter; the password is of hexadecimal digits.
                statement.execute("create role " + USER + " login createdb password '" + password + "'");
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                statement.execute("create database " + name + " owner " + USER);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare the database " + name + " on port " + port, e);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }
}
