package io.waybill.testing;

import java.util.function.Supplier;

/**
 * PostgreSQL and Kafka for tests: one of each per JVM, started when first asked for and stopped when the JVM ends.
 * Embedded by default; in containers with {@code -Dwaybill.test.services=containers}. Thread-safe.
 *
 * <p>Every test, or test class, takes a database of its own, which costs some tens of milliseconds. Kafka is shared:
 * let topics and groups carry a name of the test's own where it matters.
 */
public final class TestServices {

    /** Where the services run: {@code embedded} (the default) or {@code containers}. */
    public static final String PROPERTY = "waybill.test.services";

    private static final Supplier<Databases> DATABASES = new Once<>(() -> new Databases(server()));
    private static final Supplier<KafkaBroker> KAFKA = new Once<>(TestServices::broker);

    private TestServices() {}

    /** A fresh database with the schema of {@code classpath:db/migration}; the caller may close it early. */
    public static TestDatabase database() {
        return DATABASES.get().migrated();
    }

    /** A fresh database without any table: for tests of the migrations themselves. */
    public static TestDatabase emptyDatabase() {
        return DATABASES.get().empty();
    }

    /** What a Kafka client connects to. */
    public static String bootstrapServers() {
        return KAFKA.get().bootstrapServers();
    }

    private static DatabaseServer server() {
        return inContainers() ? ContainerServices.postgres() : EmbeddedServices.postgres();
    }

    private static KafkaBroker broker() {
        return inContainers() ? ContainerServices.kafka() : EmbeddedServices.kafka();
    }

    private static boolean inContainers() {
        String place = System.getProperty(PROPERTY, "embedded");
        return switch (place) {
            case "embedded" -> false;
            case "containers" -> true;
            default ->
                throw new IllegalArgumentException("-D" + PROPERTY + " must be embedded or containers, not " + place);
        };
    }
}
