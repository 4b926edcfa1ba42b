package io.waybill.local;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EmbeddedDatabase} should be like. Start from {@link #keptIn} or {@link #temporary} and change what
 * differs.
 *
 * @param folder where the data lives and stays; null for a temporary folder, deleted when the database closes
 * @param port the port on the loopback address; 0 for any free one
 * @param database the database that exists after the start; created if it is missing
 * @param durable whether a commit waits for the disk; false only where nothing is claimed about durability or speed
 * @param parameters more of the server's parameters, each as {@code name=value}
 */
public record DatabaseSettings(
        @Nullable Path folder, int port, String database, boolean durable, List<String> parameters) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern PARAMETER = Pattern.compile("[a-z_]+=[A-Za-z0-9_.]+");
    private static final int HIGHEST_PORT = 65_535;

    /** Refuses ports that do not exist, and names and values that would need quoting. */
    public DatabaseSettings {
        parameters = List.copyOf(parameters);
        for (String parameter : parameters) {
            if (!PARAMETER.matcher(parameter).matches()) {
                throw new IllegalArgumentException("A parameter must match " + PARAMETER + ", not " + parameter);
            }
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("The port of the database must be 0 to 65535, not " + port);
        }
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("The name of the database must match " + NAME + ", not " + database);
        }
    }

    /** A durable database on a free port whose data stay in a folder between starts. */
    public static DatabaseSettings keptIn(Path folder) {
        return new DatabaseSettings(folder, 0, "waybill", true, List.of());
    }

    /** A durable database on a free port that vanishes when it closes. */
    public static DatabaseSettings temporary() {
        return new DatabaseSettings(null, 0, "waybill", true, List.of());
    }

    /** The same on this port. */
    public DatabaseSettings onPort(int newPort) {
        return new DatabaseSettings(folder, newPort, database, durable, parameters);
    }

    /** The same with a database of this name. */
    public DatabaseSettings named(String newDatabase) {
        return new DatabaseSettings(folder, port, newDatabase, durable, parameters);
    }

    /** The same without waiting for the disk: faster, and a power cut may corrupt it. */
    public DatabaseSettings withoutDurability() {
        return new DatabaseSettings(folder, port, database, false, parameters);
    }

    /** The same with a parameter more, e.g. {@code shared_buffers=1GB}. */
    public DatabaseSettings with(String parameter) {
        return new DatabaseSettings(
                folder,
                port,
                database,
                durable,
                Stream.concat(parameters.stream(), Stream.of(parameter)).toList());
    }
}
