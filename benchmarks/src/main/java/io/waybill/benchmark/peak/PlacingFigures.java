package io.waybill.benchmark.peak;

import io.waybill.benchmark.peak.HttpLoad.Offered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** How fast orders are accepted. The outbox must have drained before a round ends. */
final class PlacingFigures {
    private static final int BATCH = 100;
    private static final int BATCH_CONNECTIONS = 16;
    private static final int QUIET_PER_SECOND = 50;
    private static final int FLOOD_PER_SECOND = 10 * PeakStore.LIMITED_PER_SECOND;

    /** Has its wallet in the lane of the first reseller's, be there 2, 4 or 8: their ids are eight apart. */
    private static final int NEIGHBOUR = 8;

    private final PeakOptions options;
    private final PeakStore store;
    private final Services services;
    private final OrderLimit limit;

    PlacingFigures(PeakOptions options, PeakStore store, Services services, OrderLimit limit) {
        this.options = options;
        this.store = store;
        this.services = services;
        this.limit = limit;
    }

    /** Orders one by one, against the limit and the textbook. */
    void single(int wallets, String goalLimit, String goalTextbook) {
        List<Double> ours = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        List<Double> textbooks = new ArrayList<>();
        try (ServiceProcess api = services.api(store);
                ServiceProcess textbook = services.textbook(store)) {
            warmUp(api, PeakOptions.CONNECTIONS, store.orders(wallets));
            placedByTextbook(textbook, wallets, options.warmUp());
            Duration used = Duration.ZERO;
            long orders = 0;
            for (int round = 0; round < options.rounds(); round++) {
                Duration usedBefore = api.processorTime();
                Placed placed = placed(api, PeakOptions.CONNECTIONS, store.orders(wallets), options.round());
                used = used.plus(api.processorTime().minus(usedBefore));
                ours.add(placed.perSecond());
                orders += placed.orders();
                limits.add(limit.perSecond(wallets, options.round()));
                textbooks.add(placedByTextbook(textbook, wallets, options.round()));
            }
            double ourMedian = Table.median(ours);
            String what = "orders one by one, " + wallets + (wallets == 1 ? " wallet" : " wallets");
            Table.line(what, Table.perSecond(ourMedian), "", "");
            Table.line("  in its rounds", Table.range(ours), "", "");
            Table.peer(limit.name(), Table.median(limits), ourMedian, goalLimit);
            Table.peer("the textbook", Table.median(textbooks), ourMedian, goalTextbook);
            Table.line(
                    "  processor time of api-service for an order",
                    used.dividedBy(orders).toNanos() / 1000 + " us",
                    "",
                    "");
            memory(api);
        }
    }

    /** Orders of batches, against orders one by one. */
    void batch() {
        List<Double> batches = new ArrayList<>();
        List<Double> singles = new ArrayList<>();
        try (ServiceProcess api = services.api(store)) {
            warmUp(api);
            warmUp(api, BATCH_CONNECTIONS, store.batches(BATCH));
            for (int round = 0; round < options.rounds(); round++) {
                singles.add(round(api).perSecond());
                batches.add(placed(api, BATCH_CONNECTIONS, store.batches(BATCH), options.round())
                        .perSecond());
            }
            double single = Table.median(singles);
            Table.line("orders one by one", Table.perSecond(single), "1.00 x", "");
            double batch = Table.median(batches);
            Table.line("orders in batches of " + BATCH, Table.perSecond(batch), Table.ratio(batch, single), ">= 3 x");
            memory(api);
        }
    }

    /** Half of what the limit can do, and half of what api-service can, each order at its time. */
    void latency() {
        try (ServiceProcess api = services.api(store)) {
            warmUp(api);
            double limits = limit.perSecond(PeakStore.RESELLERS, options.round());
            double own = round(api).perSecond();
            latencyAt("half of " + limit.name() + "'s rate", (int) (limits / 2), "<= 25 ms", api);
            latencyAt("half of its own rate", (int) (own / 2), "", api);
        }
    }

    private void latencyAt(String what, int rate, String goal, ServiceProcess api) {
        List<Double> medians = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            Offered offered = at(rate, api, store.orders(PeakStore.RESELLERS));
            medians.add(offered.millis(50));
            p99.add(offered.millis(99));
            store.awaitEmptyOutbox();
        }
        Table.line("order latency at " + what + ", " + rate + "/s, p50", Table.millis(Table.median(medians)), "", "");
        Table.line("  p99", Table.millis(Table.median(p99)), "", goal);
        Table.line("  p99 in its rounds, ms", Table.range(p99), "", "");
    }

    /**
     * A quiet reseller, alone, beside one whose key floods past its limit, and beside one of the same lane that has no
     * limit and sends as fast as it is answered, orders one by one or in batches.
     */
    void fair() {
        List<Double> quiet = new ArrayList<>();
        List<Beside> limited = new ArrayList<>();
        List<Beside> unlimited = new ArrayList<>();
        List<Beside> batches = new ArrayList<>();
        try (ServiceProcess api = services.api(store)) {
            warmUp(api);
            for (int round = 0; round < options.rounds(); round++) {
                quiet.add(at(QUIET_PER_SECOND, api, store.ordersOf(0)).millis(99));
                limited.add(quietBeside(
                        api, store.limitedOrders(), flood -> flood.atRate(FLOOD_PER_SECOND, options.round())));
                unlimited.add(
                        quietBeside(api, store.ordersOf(NEIGHBOUR), flood -> flood.asFastAsAnswered(options.round())));
                batches.add(quietBeside(
                        api, store.batchesOf(NEIGHBOUR, BATCH), flood -> flood.asFastAsAnswered(options.round())));
            }
            double alone = Table.median(quiet);
            Table.line("a quiet reseller's p99, 50/s", Table.millis(alone), "1.00 x", "");
            String flood =
                    "  beside " + FLOOD_PER_SECOND + "/s of a key limited to " + PeakStore.LIMITED_PER_SECOND + "/s";
            beside(flood, limited, alone, "<= 2 x");
            beside("  beside a neighbour without a limit", unlimited, alone, "<= 2 x");
            beside("  beside its batches of " + BATCH, batches, alone, "<= 2 x");
            store.awaitEmptyOutbox();
        }
    }

    private static void beside(String what, List<Beside> rounds, double alone, String goal) {
        double p99 = Table.median(rounds.stream().map(Beside::p99).toList());
        Table.line(what, Table.millis(p99), Table.ratio(p99, alone), goal);
        long accepted =
                rounds.stream().mapToLong(round -> round.flood().accepted()).sum();
        Table.line("    of the other's orders, accepted", Long.toString(accepted), "", "");
        SortedMap<Integer, Long> refused = new TreeMap<>();
        rounds.forEach(
                round -> round.flood().refused().forEach((status, count) -> refused.merge(status, count, Long::sum)));
        refused.forEach((status, count) ->
                Table.line("    of the other's orders, answered " + status, Long.toString(count), "", ""));
    }

    private Beside quietBeside(ServiceProcess api, Supplier<byte[]> requests, Function<HttpLoad, Offered> work) {
        try (HttpLoad flood = HttpLoad.open(api.port(), BATCH_CONNECTIONS, requests)) {
            CompletableFuture<Offered> flooding = Background.start(() -> work.apply(flood));
            double p99 = at(QUIET_PER_SECOND, api, store.ordersOf(0)).millis(99);
            return new Beside(p99, flooding.join().someAccepted());
        }
    }

    /**
     * A round of the quiet reseller beside another.
     *
     * @param p99 of the quiet one, in milliseconds
     * @param flood what came of the other's orders
     */
    private record Beside(double p99, Offered flood) {}

    /** For figures of latency: none of the requests may be refused. */
    private Offered at(int rate, ServiceProcess api, Supplier<byte[]> requests) {
        try (HttpLoad load = HttpLoad.open(api.port(), PeakOptions.CONNECTIONS, requests)) {
            return load.atRate(rate, options.round()).allAccepted();
        }
    }

    /** Until its compilers have what it takes to place orders, and PostgreSQL has statistics to plan by. */
    void warmUp(ServiceProcess api) {
        warmUp(api, PeakOptions.CONNECTIONS, store.orders(PeakStore.RESELLERS));
    }

    private void warmUp(ServiceProcess api, int connections, Supplier<byte[]> requests) {
        var _ = placed(api, connections, requests, options.warmUp());
        store.rows().settleDown();
    }

    /** A round of orders one by one, of all resellers. */
    Placed round(ServiceProcess api) {
        return placed(api, PeakOptions.CONNECTIONS, store.orders(PeakStore.RESELLERS), options.round());
    }

    private Placed placed(ServiceProcess api, int connections, Supplier<byte[]> requests, Duration time) {
        long before = store.rows().lastOrderId();
        long start = System.nanoTime();
        try (HttpLoad load = HttpLoad.open(api.port(), connections, requests)) {
            var _ = load.asFastAsAnswered(time).someAccepted();
        }
        store.awaitEmptyOutbox();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Placed(store.rows().ordersAfter(before), seconds);
    }

    /**
     * What came of a round.
     *
     * @param seconds from the first request until the last message has reached Kafka
     */
    record Placed(long orders, double seconds) {
        double perSecond() {
            return orders / seconds;
        }
    }

    /** The textbook has no relay: its messages are thrown away, and the time for that isn't counted. */
    private double placedByTextbook(ServiceProcess textbook, int wallets, Duration time) {
        long before = store.rows().lastOrderId();
        try (HttpLoad load = HttpLoad.open(textbook.port(), PeakOptions.CONNECTIONS, store.orders(wallets))) {
            Offered offered = load.asFastAsAnswered(time).someAccepted();
            store.rows().emptyOutbox();
            return store.rows().ordersAfter(before) / (offered.time().toNanos() / 1e9);
        }
    }

    static void memory(ServiceProcess api) {
        if (!api.isAlive()) {
            throw new IllegalStateException("api-service has ended");
        }
        Table.line("  most memory of api-service, all included", api.peakMebibytes() + " MiB", "", "heap 256");
    }
}
