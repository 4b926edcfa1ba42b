package io.waybill.benchmark.peak;

import io.waybill.benchmark.peak.HttpLoad.Offered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What api-service does for more clients than it has room for, be processors or the database the reason. */
final class CrowdFigures {
    private static final int UNAVAILABLE = 503;

    /** Times the rate that it took just before. */
    private static final double OFFERED = 1.25;

    private static final int STILL_PER_SECOND = 2_000;
    private static final Duration STILL = Duration.ofSeconds(3);

    private final PeakOptions options;
    private final PeakStore store;
    private final Services services;
    private final PlacingFigures placing;

    CrowdFigures(PeakOptions options, PeakStore store, Services services, PlacingFigures placing) {
        this.options = options;
        this.store = store;
        this.services = services;
        this.placing = placing;
    }

    void crowd() {
        List<Double> before = new ArrayList<>();
        List<Offered> crowds = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        List<Offered> still = new ArrayList<>();
        try (ServiceProcess api = services.api(store)) {
            placing.warmUp(api);
            for (int round = 0; round < options.rounds(); round++) {
                double rate = placing.round(api).perSecond();
                before.add(rate);
                crowds.add(crowd(api, (int) (OFFERED * rate)));
                after.add(placing.round(api).perSecond());
                still.add(whileTheDatabaseStandsStill(api));
            }
            double usual = Table.median(before);
            Table.line("orders one by one", Table.perSecond(usual), "1.00 x", "");
            double taken = median(crowds, crowd -> crowd.accepted() / seconds(crowd));
            String what = "a quarter more, from " + options.crowd() + " connections: accepted";
            Table.line(what, Table.perSecond(taken), Table.ratio(taken, usual), "");
            refused(crowds);
            double recovered = Table.median(after);
            Table.line(
                    "orders one by one, right after",
                    Table.perSecond(recovered),
                    Table.ratio(recovered, usual),
                    ">= 0.9 x");
            Table.line(
                    STILL_PER_SECOND + "/s while the database stands still: accepted in the end",
                    Math.round(median(still, Offered::accepted)) + "",
                    "",
                    "");
            refused(still);
            PlacingFigures.memory(api);
        }
    }

    private static void refused(List<Offered> crowds) {
        Histogram micros = new Histogram(3);
        crowds.forEach(crowd -> micros.add(crowd.refusedMicros()));
        double rate = median(crowds, crowd -> crowd.refusedMicros().getTotalCount() / seconds(crowd));
        Table.line("  refused, 503", Table.perSecond(rate), "", "");
        Table.line("    within, p50", Table.millis(micros.getValueAtPercentile(50) / 1000.0), "", "");
        Table.line("    p99", Table.millis(micros.getValueAtPercentile(99) / 1000.0), "", "");
        long broken = crowds.stream()
                .mapToLong(crowd -> crowd.refused().getOrDefault(HttpLoad.NO_ANSWER, 0L))
                .sum();
        Table.line("  without an answer", Long.toString(broken), "", "0");
    }

    private static double median(List<Offered> crowds, ToDoubleFunction<Offered> figure) {
        return Table.median(crowds.stream().map(figure::applyAsDouble).toList());
    }

    private static double seconds(Offered crowd) {
        return crowd.time().toNanos() / 1e9;
    }

    /** Each order over a connection that waits for no other's answer, as long as there is one. */
    private Offered crowd(ServiceProcess api, int perSecond) {
        try (HttpLoad load = load(api)) {
            return unavailableOrAccepted(load.atRate(perSecond, options.round()));
        }
    }

    /** All wallets are locked, and are let go before a lane's patience is over. */
    private Offered whileTheDatabaseStandsStill(ServiceProcess api) {
        try (HttpLoad load = load(api)) {
            CompletableFuture<Long> locked = Background.start(() -> store.rows().lockWallets(STILL));
            Offered offered = load.atRate(STILL_PER_SECOND, STILL.minusSeconds(1));
            var _ = locked.join();
            return unavailableOrAccepted(offered);
        }
    }

    private HttpLoad load(ServiceProcess api) {
        return HttpLoad.open(api.port(), options.crowd(), store.orders(PeakStore.RESELLERS));
    }

    private Offered unavailableOrAccepted(Offered offered) {
        store.awaitEmptyOutbox();
        if (offered.someAccepted().refused().keySet().stream()
                .anyMatch(status -> status != UNAVAILABLE && status != HttpLoad.NO_ANSWER)) {
            throw new IllegalStateException("refused, by status: " + offered.refused());
        }
        return offered;
    }
}
