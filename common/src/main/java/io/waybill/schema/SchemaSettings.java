package io.waybill.schema;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a worker waits for the api-service to migrate.
 *
 * @param waitFor how long a worker waits at most for the api-service to migrate, 0 s to 10 min
 * @param poll between two looks at the schema, 10 ms to 10 s
 */
@ConfigurationProperties("waybill.schema")
record SchemaSettings(
        @DefaultValue("60s") Duration waitFor,
        @DefaultValue("500ms") Duration poll) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(10);

    SchemaSettings {
        if (waitFor.isNegative() || waitFor.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("waybill.schema.wait-for must be 0s to 10m, not " + waitFor);
        }
        if (poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("waybill.schema.poll must be 10ms to 10s, not " + poll);
        }
    }
}
