package io.waybill.benchmark.peak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to measure, and how long.
 *
 * @param parts what is measured; empty = everything but {@code crowd}, {@code growth}, {@code orders}, {@code wait},
 *     {@code outage} and {@code held}, which take long
 * @param rounds of each figure, in turns with its peers; the median counts
 * @param warmUp how long each service is busy before it is measured: too short, and it is the compiler that is measured
 * @param round how long each of them offers orders
 * @param grown orders that the full store has, where the empty one has none
 * @param listed orders in the lists that are read page by page
 * @param away orders that are accepted while Kafka is away
 * @param held how long a transaction is held open
 * @param crowd clients that order at once, more than there is room for
 * @param waiters clients that wait for the ends of their orders at once
 * @param apiService the packaged service
 */
record PeakOptions(
        Set<String> parts,
        int rounds,
        Duration warmUp,
        Duration round,
        int grown,
        int listed,
        int away,
        Duration held,
        int crowd,
        int waiters,
        Path apiService) {
    static final int CONNECTIONS = 64;
    static final String HEAP = "-Xmx256m";

    private static final Set<String> USUAL =
            Set.of("single", "one-wallet", "batch", "latency", "fair", "relay", "products");

    /**
     * From the arguments, and {@code -Dwaybill.rounds}, {@code .warm-up}, {@code .seconds}, {@code .orders},
     * {@code .listed}, {@code .away}, {@code .held}, {@code .crowd}, {@code .waiters}.
     */
    static PeakOptions of(String[] arguments) {
        Set<String> parts = Arrays.stream(arguments)
                .flatMap(argument -> Arrays.stream(argument.split("[ ,]")))
                .filter(part -> !part.isBlank())
                .collect(Collectors.toSet());
        return new PeakOptions(
                parts.isEmpty() ? USUAL : parts,
                Integer.getInteger("waybill.rounds", 3),
                Duration.ofSeconds(Integer.getInteger("waybill.warm-up", 20)),
                Duration.ofSeconds(Integer.getInteger("waybill.seconds", 10)),
                Integer.getInteger("waybill.orders", 10_000_000),
                Integer.getInteger("waybill.listed", 2_000_000),
                Integer.getInteger("waybill.away", 1_000_000),
                Duration.ofSeconds(Integer.getInteger("waybill.held", 600)),
                Integer.getInteger("waybill.crowd", 4_096),
                Integer.getInteger("waybill.waiters", 5_000),
                Path.of(System.getProperty("waybill.api-service", "../api-service/target/api-service.jar")));
    }

    boolean chose(String part) {
        return parts.contains(part);
    }
}
