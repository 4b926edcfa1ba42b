package io.waybill.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the all-in-one start was asked for. Each option can be given as {@code --name=value} or as the system property
 * {@code waybill.name}; the former wins.
 *
 * @param services which services run in this process; PostgreSQL, Kafka and the simulator always do
 * @param port where the API listens
 * @param providerPort where the provider simulator listens
 * @param data the folder that everything is kept in
 */
public record Options(Set<Service> services, int port, int providerPort, Path data) {

    static final String USAGE = """
            Waybill, all in one process. Options, with their defaults:
              --services=all         all, none, or some of api,fulfillment,sync; none still migrates, fills the catalog,
                                     and runs PostgreSQL, Kafka and the provider simulator
              --port=8080            where the API listens
              --provider-port=8090   where the provider simulator listens
              --data=waybill-data    the folder that everything is kept in; delete it to begin anew
            Each can also be given as a system property: -Dwaybill.port=8081, -Dwaybill.services=none, and so on.
            """;

    private static final Set<String> NAMES = Set.of("services", "port", "provider-port", "data");
    private static final int HIGHEST_PORT = 65_535;

    /** Keeps a copy of the services. */
    public Options {
        services = Set.copyOf(services);
    }

    /**
     * Reads the command line, then the properties, then the defaults.
     *
     * @param property looks up a system property; null where there is none
     * @throws WrongOption if an option or a value is not known; the message says which, and what is allowed
     */
    static Options parse(String[] arguments, UnaryOperator<@Nullable String> property) {
        Map<String, String> given = new HashMap<>();
        for (String name : NAMES) {
            String value = property.apply("waybill." + name);
            if (value != null && !value.isBlank()) {
                given.put(name, value.strip());
            }
        }
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = argument.substring(0, equals < 0 ? argument.length() : equals);
            if (!name.startsWith("--") || !NAMES.contains(name.substring(2))) {
                throw new WrongOption("There is no option " + name + ".");
            }
            if (equals < 0 || equals == argument.length() - 1) {
                throw new WrongOption("The option " + name + " needs a value: " + name + "=...");
            }
            given.put(name.substring(2), argument.substring(equals + 1).strip());
        }
        return new Options(
                services(given.getOrDefault("services", "all")),
                port("port", given.getOrDefault("port", "8080")),
                port("provider-port", given.getOrDefault("provider-port", "8090")),
                folder(given.getOrDefault("data", "waybill-data")));
    }

    private static Set<Service> services(String words) {
        return switch (words) {
            case "all" -> EnumSet.allOf(Service.class);
            case "none" -> Set.of();
            default -> Arrays.stream(words.split(",", -1)).map(Service::ofWord).collect(Collectors.toSet());
        };
    }

    private static int port(String name, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Told below, as a number out of range is.
        }
        throw new WrongOption(
                "--" + name + " is a number from 0 (any free port) to " + HIGHEST_PORT + ", not '" + digits + "'.");
    }

    private static Path folder(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new WrongOption("--data is a folder, not '" + path + "': " + e.getReason() + ".");
        }
    }

    /** A service that can run in this process. */
    public enum Service {
        API,
        FULFILLMENT,
        SYNC;

        private static Service ofWord(String word) {
            return Arrays.stream(values())
                    .filter(service -> service.name().toLowerCase(Locale.ROOT).equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new WrongOption(
                            "--services is all, none, or some of api,fulfillment,sync, not '" + word + "'."));
        }
    }

    /** An option that is not known, or has a value that it can't have. */
    static final class WrongOption extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongOption(String message) {
            super(message);
        }
    }
}
