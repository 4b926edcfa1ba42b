package io.waybill.benchmark;

import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to import a large catalog: {@code COPY} of the same rows into an empty table like the items', with its
 * indexes and checks, is the yardstick; beside it stand an import in which every product has another price, and one in
 * which nothing has changed. The three run in turns in one process with a small heap, on one durable PostgreSQL.
 * Imports are measured whole: the list comes over HTTP from the loopback address, from a server in the same process.
 */
public final class ImportBenchmark {
    private static final int PRODUCTS = 100_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 7;

    private ImportBenchmark() {}

    /** Prints the table; takes about a minute. */
    public static void main(String[] arguments) throws IOException {
        try (CatalogServer provider = CatalogServer.start(PRODUCTS);
                EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
                ImportStore store = ImportStore.open(database, provider.url())) {
            require(store.run().created() == PRODUCTS, "the first import creates all products");
            Rounds rounds = new Rounds();
            for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
                Rounds noted = round < WARM_UPS ? new Rounds() : rounds;
                noted.copies.add(copy(store));
                noted.changed.add(changed(store, provider));
                noted.unchanged.add(unchanged(store));
            }
            print(rounds, provider.bytes());
        }
    }

    private static long copy(ImportStore store) throws IOException {
        Path file = Files.createTempFile("waybill-benchmark-", ".copy");
        try {
            store.rows().copyOut(file);
            store.rows().createTwin();
            long started = System.nanoTime();
            long copied = store.rows().copyIntoTwin(file);
            long took = System.nanoTime() - started;
            require(copied == PRODUCTS, "all rows are copied");
            return took;
        } finally {
            store.rows().dropTwin();
            Files.deleteIfExists(file);
        }
    }

    private static long changed(ImportStore store, CatalogServer provider) {
        provider.reprice();
        long started = System.nanoTime();
        CatalogRun run = store.run();
        long took = System.nanoTime() - started;
        require(run.updated() == PRODUCTS, "every product changes");
        return took;
    }

    private static long unchanged(ImportStore store) {
        String before = store.rows().versions();
        long started = System.nanoTime();
        CatalogRun run = store.run();
        long took = System.nanoTime() - started;
        require(run.unchanged() == PRODUCTS, "no product changes");
        require(store.rows().versions().equals(before), "no row is written");
        return took;
    }

    private static void print(Rounds rounds, long bytes) {
        long copy = median(rounds.copies);
        System.out.printf(
                Locale.ROOT,
                "%d products, a list of %d MB, medians of %d rounds in turns, %d processors, heap of %d MiB, peak %d MiB%n%n",
                PRODUCTS,
                bytes / 1_000_000,
                ROUNDS,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                peakHeap() >> 20);
        line("copy of the same rows", copy, copy);
        line("import, all changed", median(rounds.changed), copy);
        line("import, unchanged", median(rounds.unchanged), copy);
    }

    private static void line(String what, long nanos, long copy) {
        long hundredths = nanos * 100 / copy;
        System.out.printf(
                Locale.ROOT, "%-22s %7d ms %5d.%02d x%n", what, nanos / 1_000_000, hundredths / 100, hundredths % 100);
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long median(List<Long> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }

    /** Nanoseconds of each round. */
    private static final class Rounds {
        private final List<Long> copies = new ArrayList<>();
        private final List<Long> changed = new ArrayList<>();
        private final List<Long> unchanged = new ArrayList<>();
    }
}
