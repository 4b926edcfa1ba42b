package io.waybill.benchmark;

import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import io.waybill.order.placing.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What sharing a commit is worth: the same orders, taken by the same use case, once with a transaction for each order
 * and once with as many in a transaction as a busy lane has. Both variants run in turns in one process, on one durable
 * PostgreSQL, with the relay and Kafka running; each figure is the median of its rounds. Without HTTP.
 */
public final class SharedCommits {
    private static final int ROUNDS = 3;
    private static final int ORDERS = 4_000;
    private static final int CLIENTS = 16;
    private static final int LANES = 2;
    private static final int IN_A_LANE = 64;

    private SharedCommits() {}

    /** Prints the table; takes about a minute. */
    public static void main(String[] arguments) {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
                EmbeddedKafka kafka = EmbeddedKafka.start();
                BenchmarkStore store = BenchmarkStore.open(database, kafka)) {
            store.refuseWithoutDurability();
            System.out.printf(
                    Locale.ROOT,
                    "%d orders a round, medians of %d rounds in turns, %d processors%n%n%-12s %22s %22s %8s%n",
                    ORDERS,
                    ROUNDS,
                    Runtime.getRuntime().availableProcessors(),
                    "wallets",
                    "one a transaction",
                    "shared by up to " + IN_A_LANE,
                    "ratio");
            for (int wallets : new int[] {1, 64}) {
                compare(store, wallets);
            }
        }
    }

    private static void compare(BenchmarkStore store, int wallets) {
        Shape alone = new Shape(CLIENTS, 1);
        Shape shared = new Shape(LANES, IN_A_LANE);
        run(store, wallets, alone);
        run(store, wallets, shared);
        List<Long> aloneRates = new ArrayList<>();
        List<Long> sharedRates = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            aloneRates.add(run(store, wallets, alone));
            sharedRates.add(run(store, wallets, shared));
        }
        long slow = median(aloneRates);
        long fast = median(sharedRates);
        String ratio = fast * 10 / slow / 10 + "." + fast * 10 / slow % 10;
        System.out.printf(Locale.ROOT, "%-12d %20d/s %20d/s %7sx%n", wallets, slow, fast, ratio);
    }

    /** Orders taken per second. */
    private static long run(BenchmarkStore store, int wallets, Shape shape) {
        long started = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(shape.clients())) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int client = 0; client < shape.clients(); client++) {
                int mine = client;
                running.add(CompletableFuture.runAsync(() -> take(store, wallets, shape, mine), clients));
            }
            running.forEach(CompletableFuture::join);
        }
        store.awaitEmptyOutbox();
        return ORDERS * 1_000_000_000L / (System.nanoTime() - started);
    }

    private static void take(BenchmarkStore store, int wallets, Shape shape, int client) {
        int batches = ORDERS / shape.clients() / shape.batch();
        for (int batch = 0; batch < batches; batch++) {
            int first = (client * batches + batch) * shape.batch();
            List<Placement> placed = store.take(first, shape.batch(), wallets);
            if (!placed.stream().allMatch(Placement.Accepted.class::isInstance)) {
                throw new IllegalStateException("an order was not taken: " + placed);
            }
        }
    }

    private static long median(List<Long> rates) {
        return rates.stream().sorted(Comparator.naturalOrder()).toList().get(rates.size() / 2);
    }

    /** How many take orders at once, and how many each takes in one transaction. */
    private record Shape(int clients, int batch) {}
}
