package io.waybill.local;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EmbeddedDatabase} should be like. Start from {@link #keptIn} or {@link #temporary} and change what
 * differs.
 *
 * @param folder where the data lives and stays; null for a temporary folder, deleted when the database closes
 * @param port the port on the loopback address; 0 for any free one
 * @param database the database that exists after the start; created if it is missing
 * @param durable whether a commit waits for the disk; false only where nothing is claimed about durability or speed
 */
public record DatabaseSettings(@Nullable Path folder, int port, String database, boolean durable) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final int HIGHEST_PORT = 65_535;

    /** Refuses ports that do not exist and names that would need quoting. */
    public DatabaseSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("The port of the database must be 0 to 65535, not " + port);
        }
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("The name of the database must match " + NAME + ", not " + database);
        }
    }

    /** A durable database on a free port whose data stay in a folder between starts. */
    public static DatabaseSettings keptIn(Path folder) {
        return new DatabaseSettings(folder, 0, "waybill", true);
    }

    /** A durable database on a free port that vanishes when it closes. */
    public static DatabaseSettings temporary() {
        return new DatabaseSettings(null, 0, "waybill", true);
    }

    /** The same on this port. */
    public DatabaseSettings onPort(int newPort) {
        return new DatabaseSettings(folder, newPort, database, durable);
    }

    /** The same with a database of this name. */
    public DatabaseSettings named(String newDatabase) {
        return new DatabaseSettings(folder, port, newDatabase, durable);
    }

    /** The same without waiting for the disk: faster, and a power cut may corrupt it. */
    public DatabaseSettings withoutDurability() {
        return new DatabaseSettings(folder, port, database, false);
    }
}
