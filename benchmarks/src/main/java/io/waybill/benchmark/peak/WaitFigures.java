package io.waybill.benchmark.peak;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** What it costs api-service that many clients wait for the ends of their orders, while no worker brings any. */
final class WaitFigures {
    private static final int ASK_PER_SECOND = 2_000;
    private static final int PLACE_PER_SECOND = 200;
    private static final int CANCELED = 20;
    private static final Duration COME_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Twice as long, after those who wait have come, is within the time that api-service holds an answer. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

    /** Each of them takes some 120 KiB, and a collector needs as much again. */
    private static final String HEAP = "-Xmx1536m";

    private static final Pattern ORDER_ID = Pattern.compile("\"order_id\":([0-9]+)");

    private final PeakOptions options;
    private final PeakStore store;
    private final Services services;
    private final PlacingFigures placing;

    WaitFigures(PeakOptions options, PeakStore store, Services services, PlacingFigures placing) {
        this.options = options;
        this.store = store;
        this.services = services;
        this.placing = placing;
    }

    void waiting() {
        try (ServiceProcess api = api("api", List.of())) {
            placing.warmUp(api);
            byDefault(api);
        }
        // One place more than there are waiters is for whoever is told of a cancellation.
        int places = options.waiters() + 1;
        List<String> room = List.of("--waybill.wait.waiters=" + places, "--waybill.admission.requests=" + 2 * places);
        try (ServiceProcess api = api("waited", room)) {
            placing.warmUp(api);
            compare(api);
            try (ServiceProcess other = services.api("other", store, services.brokers())) {
                told(api, other);
            }
            Table.line("  most memory of api-service, all included", api.peakMebibytes() + " MiB", "", "heap 1536");
        }
    }

    /** Has a heap that those who wait fit into. */
    private ServiceProcess api(String name, List<String> settings) {
        return services.api(name, store, services.brokers(), List.of(HEAP), settings);
    }

    /** More want to wait than there are places for. */
    private void byDefault(ServiceProcess api) {
        try (HttpLoad waiters = wait(api)) {
            int atOnce = waiters.answered();
            Table.line(
                    options.waiters() + " want to wait, places as by default: answered at once",
                    Integer.toString(atOnce),
                    "",
                    "");
            var _ = waiters.answers().allAccepted();
        }
    }

    /** Returns when all wait and all that their orders left to do is done. */
    private HttpLoad wait(ServiceProcess api) {
        HttpLoad waiters = HttpLoad.open(api.port(), options.waiters(), store.waitingOrders());
        long before = store.rows().lastOrderId();
        waiters.ask(ASK_PER_SECOND);
        long deadline = System.nanoTime() + COME_WITHIN.toNanos();
        while (store.rows().ordersAfter(before) < options.waiters()) {
            if (System.nanoTime() - deadline > 0) {
                waiters.close();
                throw new IllegalStateException("not all of " + options.waiters()
                        + " orders were accepted: let fewer wait, and see the log in target/");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        store.awaitEmptyOutbox();
        return waiters;
    }

    private void compare(ServiceProcess api) {
        List<Costs> alone = new ArrayList<>();
        List<Costs> beside = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            alone.add(costs(api));
            try (HttpLoad waiters = wait(api)) {
                beside.add(costs(api));
                requireNobodyAnswered(waiters);
                var _ = waiters.answers().allAccepted();
            }
        }
        line("threads of api-service with " + HEAP, alone, beside, Costs::threads, "");
        line("its heap in use after a collection", alone, beside, Costs::heap, " MiB");
        double heap = median(beside, Costs::heap) - median(alone, Costs::heap);
        Table.line("    for each of them", Math.round(heap * 1024 / options.waiters()) + " KiB", "", "");
        line("its statements to PostgreSQL", alone, beside, Costs::statements, "/s");
        line("the time they take", alone, beside, Costs::databaseMillis, " ms/s");
        line("its processor time", alone, beside, Costs::processorMillis, " ms/s");
        line("p99 of orders, " + PLACE_PER_SECOND + "/s", alone, beside, Costs::p99, " ms");
    }

    private void requireNobodyAnswered(HttpLoad waiters) {
        int answered = waiters.answered();
        if (answered > 0) {
            throw new IllegalStateException(answered + " of " + options.waiters()
                    + " were answered while they were measured: let fewer wait, or measure for fewer seconds");
        }
    }

    private Costs costs(ServiceProcess api) {
        Duration round = options.round().compareTo(LONGEST_ROUND) > 0 ? LONGEST_ROUND : options.round();
        ServiceProcess.DatabaseUse before = api.databaseUse();
        Duration usedBefore = api.processorTime();
        long start = System.nanoTime();
        LockSupport.parkNanos(round.toNanos());
        double seconds = (System.nanoTime() - start) / 1e9;
        Duration used = api.processorTime().minus(usedBefore);
        ServiceProcess.DatabaseUse after = api.databaseUse();
        double p99 = p99(api, round);
        return new Costs(
                (after.taken() - before.taken()) / seconds,
                (after.seconds() - before.seconds()) * 1000 / seconds,
                used.toNanos() / 1e6 / seconds,
                p99,
                api.threads(),
                api.liveHeapMebibytes());
    }

    private double p99(ServiceProcess api, Duration round) {
        try (HttpLoad load = HttpLoad.open(api.port(), PeakOptions.CONNECTIONS, store.orders(PeakStore.RESELLERS))) {
            return load.atRate(PLACE_PER_SECOND, round).allAccepted().millis(99);
        }
    }

    private void line(String what, List<Costs> alone, List<Costs> beside, ToDoubleFunction<Costs> cost, String unit) {
        double without = median(alone, cost);
        double with = median(beside, cost);
        Table.line(what + ", nobody waits", number(without, unit), "1.00 x", "");
        Table.line("  " + options.waiters() + " wait", number(with, unit), Table.ratio(with, without), "");
    }

    private static double median(List<Costs> rounds, ToDoubleFunction<Costs> cost) {
        return Table.median(rounds.stream().map(cost::applyAsDouble).toList());
    }

    private static String number(double figure, String unit) {
        return String.format(Locale.ROOT, "%.1f", figure) + unit;
    }

    /** What is canceled through one instance, while its client waits at another that has many who wait. */
    private void told(ServiceProcess api, ServiceProcess other) {
        Histogram micros = new Histogram(3);
        try (HttpLoad waiters = wait(api)) {
            for (int i = 0; i < CANCELED; i++) {
                CompletableFuture<HttpResponse<String>> waiting = api.ask(as("/api/v1/orders", api)
                        .header("Content-Type", "application/json")
                        .header("Prefer", PeakStore.WAIT)
                        .POST(HttpRequest.BodyPublishers.ofString(store.order()))
                        .build());
                String id = awaitPending(other);
                long start = System.nanoTime();
                HttpResponse<String> canceled = other.send(as("/api/v1/orders/" + id + "/cancel", other)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
                String told = waiting.join().body();
                micros.recordValue((System.nanoTime() - start) / 1000);
                if (canceled.statusCode() != 200 || !told.contains("\"status\":\"canceled\"")) {
                    throw new IllegalStateException("canceled: " + canceled.body() + ", but told: " + told);
                }
            }
            requireNobodyAnswered(waiters);
        }
        String what = "canceled at another instance until its client is told here, ";
        Table.line(what + "p50", Table.millis(micros.getValueAtPercentile(50) / 1000.0), "", "");
        Table.line(what + "most", Table.millis(micros.getMaxValue() / 1000.0), "", "");
    }

    private String awaitPending(ServiceProcess other) {
        Matcher id = pending(other);
        while (!id.find()) {
            LockSupport.parkNanos(LOOK.toNanos());
            id = pending(other);
        }
        return id.group(1);
    }

    private Matcher pending(ServiceProcess other) {
        return ORDER_ID.matcher(
                other.send(as("/api/v1/orders?status=pending", other).build()).body());
    }

    /** A reseller that sends nothing else. */
    private HttpRequest.Builder as(String path, ServiceProcess service) {
        return service.request(path).header("Authorization", "Bearer " + store.limitedKey());
    }

    /**
     * What a service costs, in a second where that makes a difference.
     *
     * @param statements connections to the database that it took: it takes one for each statement
     * @param p99 of an order in milliseconds
     */
    private record Costs(
            double statements,
            double databaseMillis,
            double processorMillis,
            double p99,
            double threads,
            double heap) {}
}
