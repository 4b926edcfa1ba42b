package io.waybill.benchmark;

import io.waybill.benchmark.BenchmarkStore.Seller;
import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import io.waybill.provider.Capability;
import io.waybill.simulator.Outage;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.simulator.book.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * What the fulfillment engine can do: workers as processes of their own with their defaults and a heap of 384 MiB, a
 * durable PostgreSQL, Kafka, and providers that speak HTTP, all on this machine. Figures are taken by the database's
 * clock; an order's end is the beginning of the transaction that settles it. Arguments choose parts;
 * {@code -Dwaybill.offered} says how many orders a second are offered, {@code -Dwaybill.outage.minutes} how long the
 * provider is away.
 */
public final class EngineBenchmark {
    private static final int WAITING = 10_000;
    private static final int ROUNDS = 3;
    private static final int OFFERED_PER_SECOND = Integer.getInteger("waybill.offered", 500);
    private static final Duration BETWEEN = Duration.ofSeconds(1).dividedBy(OFFERED_PER_SECOND);
    private static final Duration OFFERED_FOR = Duration.ofSeconds(30);
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** Until the compilers of both processes have done most of their work: they share the processors with it. */
    private static final Duration COMPILED_AFTER = Duration.ofSeconds(60);

    private static final int AMONG_THREE_PER_SECOND = 40;
    private static final int IN_OUTAGE_PER_SECOND = 50;
    private static final int RATE_LIMIT = 150;
    private static final Duration OUTAGE = Duration.ofMinutes(Integer.getInteger("waybill.outage.minutes", 2));
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration REFRESH = Duration.ofSeconds(4);

    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final BenchmarkStore store;
    private final JdbcEngineFigures figures;
    private int workers;

    private EngineBenchmark(EmbeddedDatabase database, EmbeddedKafka kafka, BenchmarkStore store) {
        this.database = database;
        this.kafka = kafka;
        this.store = store;
        this.figures = new JdbcEngineFigures(store.jdbc());
        figures.retireProviders();
    }

    /** Prints the table; takes about nine minutes. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
                EmbeddedKafka kafka = EmbeddedKafka.start();
                BenchmarkStore store = BenchmarkStore.open(database, kafka)) {
            store.refuseWithoutDurability();
            System.out.printf(
                    Locale.ROOT,
                    "%d processors, worker %s%n%n%-64s %14s %14s%n",
                    Runtime.getRuntime().availableProcessors(),
                    WorkerProcess.HEAP,
                    "figure",
                    "measured",
                    "goal");
            EngineBenchmark benchmark = new EngineBenchmark(database, kafka, store);
            Set<String> chosen = Arrays.stream(arguments)
                    .flatMap(argument -> Arrays.stream(argument.split(",")))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.toSet());
            if (chosen.isEmpty() || chosen.contains("latency")) {
                benchmark.latency();
            }
            if (chosen.isEmpty() || chosen.contains("waiting")) {
                benchmark.waiting();
            }
            if (chosen.isEmpty() || chosen.contains("killed")) {
                benchmark.killed();
            }
            if (chosen.isEmpty() || chosen.contains("silent")) {
                benchmark.oneOfThreeIsSilent();
            }
            if (chosen.isEmpty() || chosen.contains("outage")) {
                benchmark.outage();
            }
        }
    }

    /** A provider of one second, ten thousand orders waiting; then the same without Kafka's topics. */
    private void waiting() throws ExecutionException, InterruptedException {
        try (ProviderSimulator simulator = simulator(Duration.ofSeconds(1));
                WorkerProcess worker = worker()) {
            Seller seller = store.sell("a-second", simulator.baseUrl(), SimulatorOptions.DEFAULT_KEY, 2_500);
            for (int round = 1; round <= ROUNDS; round++) {
                long first = placeWhileInactive(seller, "slow");
                Duration before = worker.processorTime();
                figures.activate(seller.providerId(), true);
                await(() -> figures.unfinished(first) == 0);
                Duration used = worker.processorTime().minus(before);
                long rate = WAITING * 1_000L / figures.spanMillis(first);
                print("orders/s, provider of 1 s, 10,000 waiting, round " + round, rate + "/s", ">= 1,500/s");
                print("  the worker's processor time for one order", used.toNanos() / WAITING / 1000 + " us", "");
            }
            print("most memory of that worker, all included", worker.peakMebibytes() + " MiB", "heap 384 MiB");

            long first = placeWhileInactive(seller, "slow");
            deleteTopics();
            long start = System.nanoTime();
            figures.activate(seller.providerId(), true);
            await(() -> figures.untouched(first) == 0);
            print("topics deleted, 10,000 waiting: all moving after", seconds(start), "<= 120 s");
            await(() -> figures.unfinished(first) == 0);
            print("  bought more than once, lost", twice(simulator) + ", 0", "0, 0");
            figures.activate(seller.providerId(), false);
        }
    }

    /** An open loop: each order has its time, and is late from then on, whoever holds it up. */
    private void latency() {
        try (ProviderSimulator simulator = simulator(Duration.ofMillis(1));
                WorkerProcess worker = worker()) {
            Seller seller = store.sell("instant", simulator.baseUrl(), SimulatorOptions.DEFAULT_KEY, 200);
            offer(seller, COMPILED_AFTER);
            Duration before = worker.processorTime();
            Map<Long, Long> intended = offer(seller, OFFERED_FOR);
            long first = intended.keySet().stream().min(Long::compare).orElseThrow();
            await(() -> figures.unfinished(first) == 0);
            Histogram fromAccepted = new Histogram(3);
            Histogram fromIntended = new Histogram(3);
            for (JdbcEngineFigures.Life life : figures.lives(first)) {
                fromAccepted.recordValue(Math.max(0, life.ended() - life.accepted()));
                fromIntended.recordValue(Math.max(0, life.ended() - intended.getOrDefault(life.orderId(), 0L)));
            }
            String rate = OFFERED_PER_SECOND + "/s";
            print("accepted to completed at " + rate + ", p50", millis(fromAccepted, 50), "");
            print("accepted to completed at " + rate + ", p99", millis(fromAccepted, 99), "<= 150 ms");
            print("  from when the order was meant to be sent, p50", millis(fromIntended, 50), "");
            print("  from when the order was meant to be sent, p99", millis(fromIntended, 99), "<= 150 ms");
            Duration used = worker.processorTime().minus(before);
            print("  the worker's processor time for one order", used.toNanos() / intended.size() / 1000 + " us", "");
            figures.activate(seller.providerId(), false);
        }
    }

    /** Two workers in the middle of calls; one is killed. */
    private void killed() {
        try (ProviderSimulator simulator = simulator(Duration.ofSeconds(1));
                WorkerProcess _ = worker()) {
            Seller seller = store.sell(
                    "killing", simulator.baseUrl(), SimulatorOptions.DEFAULT_KEY, 100, Capability.IDEMPOTENCY);
            simulator.honoursIdempotency(true);
            WorkerProcess dying = worker();
            String name = "w" + workers;
            long first = store.order(seller, "slow", 3_000).getFirst();
            await(() -> figures.sendingBy(name) >= 50);
            long start = System.nanoTime();
            dying.close();
            int left = figures.sendingBy(name);
            await(() -> figures.sendingBy(name) == 0);
            print(
                    "worker killed with " + left + " calls: its orders move or are held after",
                    seconds(start),
                    "<= 15 s");
            await(() -> figures.unfinished(first) == 0);
            print("  bought more than once", Integer.toString(twice(simulator)), "0");
            figures.activate(seller.providerId(), false);
        }
    }

    /** A provider is away while orders go on coming; then it is back. Two workers share its rate. */
    private void outage() {
        try (ProviderSimulator simulator = simulator(Duration.ofMillis(50));
                WorkerProcess _ = worker();
                WorkerProcess _ = worker()) {
            Seller seller = store.sell("away", simulator.baseUrl(), SimulatorOptions.DEFAULT_KEY, 200);
            figures.limitRate(seller.providerId(), RATE_LIMIT);
            parkUntil(System.nanoTime() + REFRESH.toNanos());
            long first = place(seller, WARM_UP);
            await(() -> figures.unfinished(first) == 0);
            simulator.outage(Outage.REFUSED);
            place(seller, OUTAGE);
            Instant back = Instant.now();
            long start = System.nanoTime();
            simulator.outage(Outage.NONE);
            await(() -> figures.unfinished(first) == 0, PATIENCE.plus(OUTAGE));
            String name = OUTAGE.toMinutes() + " min away, " + IN_OUTAGE_PER_SECOND + "/s: ";
            JdbcEngineFigures.Tries tries = figures.tries(first);
            print(name + "orders refunded", Integer.toString(tries.refunded()), "0");
            print(name + "orders completed", tries.completed() + " of " + tries.orders(), "all");
            print("  all of them after its return within", seconds(start), "");
            print("  attempts for an order, on average", String.format(Locale.ROOT, "%.3f", tries.attempts()), "");
            print("  attempts for an order, most", Integer.toString(tries.mostAttempts()), "");
            print("  most calls in a second after its return", mostInASecond(simulator, back) + "", "<= " + RATE_LIMIT);
            print("  bought more than once", Integer.toString(twice(simulator)), "0");
            figures.activate(seller.providerId(), false);
        }
    }

    /** Places orders at a steady pace for so long. Returns the first one's id. */
    private long place(Seller seller, Duration time) {
        long first = 0;
        long start = System.nanoTime();
        for (long tick = 0; tick < time.toMillis() / 100; tick++) {
            parkUntil(start + tick * 100_000_000L);
            List<Long> ids = store.order(seller, "player", IN_OUTAGE_PER_SECOND / 10);
            first = first == 0 ? ids.getFirst() : first;
        }
        return first;
    }

    /** By the provider's clock; each call of that time was a purchase. */
    private static int mostInASecond(ProviderSimulator simulator, Instant from) {
        List<Instant> calls = simulator.book().purchases().stream()
                .map(Purchase::at)
                .filter(at -> !at.isBefore(from))
                .sorted()
                .toList();
        int most = 0;
        int oldest = 0;
        for (int newest = 0; newest < calls.size(); newest++) {
            while (!calls.get(newest).isBefore(calls.get(oldest).plusSeconds(1))) {
                oldest++;
            }
            most = Math.max(most, newest - oldest + 1);
        }
        return most;
    }

    /** Three providers under a fixed load; then the same with one of them silent. */
    private void oneOfThreeIsSilent() {
        try (ProviderSimulator dead = simulator(Duration.ofMillis(50));
                ProviderSimulator second = simulator(Duration.ofMillis(50));
                ProviderSimulator third = simulator(Duration.ofMillis(50));
                WorkerProcess _ = worker()) {
            List<Seller> sellers = new ArrayList<>();
            for (ProviderSimulator each : List.of(dead, second, third)) {
                sellers.add(
                        store.sell("of-three-" + sellers.size(), each.baseUrl(), SimulatorOptions.DEFAULT_KEY, 100));
            }
            offerToAll(sellers);
            int healthy = offerToAll(sellers);
            dead.outage(Outage.SILENT);
            int others = offerToAll(sellers);
            String ratio = String.format(Locale.ROOT, "%.3f x", others / (double) healthy);
            print("others' throughput, one of three providers silent", ratio, ">= 0.95 x");
            sellers.forEach(seller -> figures.activate(seller.providerId(), false));
        }
    }

    /** How many orders of all but the first provider were completed in the time of the offer. */
    private int offerToAll(List<Seller> sellers) {
        int seconds = (int) WARM_UP.toSeconds();
        long first = 0;
        long start = System.nanoTime();
        for (int tick = 0; tick < seconds * 10; tick++) {
            parkUntil(start + tick * 100_000_000L);
            for (Seller seller : sellers) {
                List<Long> ids = store.order(seller, "slow", AMONG_THREE_PER_SECOND / 10);
                first = first == 0 ? ids.getFirst() : first;
            }
        }
        parkUntil(start + Duration.ofSeconds(seconds + 1).toNanos());
        int completed = 0;
        for (Seller seller : sellers.subList(1, sellers.size())) {
            completed += figures.completedWithin(seller.itemId(), first, seconds);
        }
        return completed;
    }

    /**
     * Takes together what has become due, as a lane does. Returns when each order was meant to be sent, in microseconds
     * of the database's clock.
     */
    private Map<Long, Long> offer(Seller seller, Duration time) {
        int all = Math.toIntExact(OFFERED_PER_SECOND * time.toSeconds());
        Map<Long, Long> intended = new HashMap<>();
        long startMicros = figures.nowMicros();
        long start = System.nanoTime();
        while (intended.size() < all) {
            int sent = intended.size();
            parkUntil(start + sent * BETWEEN.toNanos());
            long due = (System.nanoTime() - start) / BETWEEN.toNanos() + 1;
            List<Long> ids = store.order(seller, "player", (int) Math.min(due, all) - sent);
            for (int i = 0; i < ids.size(); i++) {
                intended.put(ids.get(i), startMicros + (sent + i) * BETWEEN.toNanos() / 1000);
            }
        }
        return intended;
    }

    private long placeWhileInactive(Seller seller, String recipient) {
        figures.activate(seller.providerId(), false);
        parkUntil(System.nanoTime() + REFRESH.toNanos());
        long first = store.order(seller, recipient, WAITING).getFirst();
        store.awaitEmptyOutbox();
        return first;
    }

    private WorkerProcess worker() {
        String name = "w" + ++workers;
        WorkerProcess worker = WorkerProcess.start(name, database, kafka);
        await(() -> figures.isAtWork(name));
        return worker;
    }

    private void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) kafka.bootstrapServers()))) {
            Set<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith("waybill."))
                    .collect(Collectors.toSet());
            admin.deleteTopics(topics).all().get();
        }
    }

    private static ProviderSimulator simulator(Duration latency) {
        return ProviderSimulator.start(SimulatorOptions.inMemory().slowDelay(latency));
    }

    private static int twice(ProviderSimulator simulator) {
        return simulator.book().summary().recipientsBoughtMoreThanOnce().size();
    }

    private static void await(BooleanSupplier done) {
        await(done, PATIENCE);
    }

    private static void await(BooleanSupplier done, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("it took longer than " + patience);
            }
            parkUntil(System.nanoTime() + 50_000_000L);
        }
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void print(String figure, String measured, String goal) {
        System.out.printf(Locale.ROOT, "%-64s %14s %14s%n", figure, measured, goal);
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
    }

    private static String millis(Histogram histogram, int percentile) {
        return String.format(Locale.ROOT, "%.1f ms", histogram.getValueAtPercentile(percentile) / 1000.0);
    }
}
