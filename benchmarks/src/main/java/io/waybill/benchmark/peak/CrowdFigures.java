package io.waybill.benchmark.peak;

import io.waybill.benchmark.peak.HttpLoad.Offered;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What api-service does for more clients than it has room for, and afterwards. */
final class CrowdFigures {
    private static final int UNAVAILABLE = 503;

    /** Times the rate that it took just before. */
    private static final double OFFERED = 1.25;

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

    /**
     * A quarter more orders a second than it took just before, each over a connection that waits for no other's answer
     * as long as there is one.
     */
    void crowd() {
        List<Double> before = new ArrayList<>();
        List<Double> accepted = new ArrayList<>();
        List<Double> refused = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        Histogram refusals = new Histogram(3);
        long broken = 0;
        try (ServiceProcess api = services.api(store)) {
            placing.warmUp(api);
            for (int round = 0; round < options.rounds(); round++) {
                double rate = placing.round(api).perSecond();
                before.add(rate);
                Offered crowd = crowd(api, (int) (OFFERED * rate));
                double seconds = crowd.time().toNanos() / 1e9;
                accepted.add(crowd.accepted() / seconds);
                refused.add(crowd.refusedMicros().getTotalCount() / seconds);
                refusals.add(crowd.refusedMicros());
                broken += crowd.refused().getOrDefault(HttpLoad.NO_ANSWER, 0L);
                after.add(placing.round(api).perSecond());
            }
            double usual = Table.median(before);
            Table.line("orders one by one", Table.perSecond(usual), "1.00 x", "");
            double taken = Table.median(accepted);
            Table.line(
                    "accepted of a quarter more, of " + options.crowd() + " clients",
                    Table.perSecond(taken),
                    Table.ratio(taken, usual),
                    "");
            Table.line("  refused, 503 unavailable", Table.perSecond(Table.median(refused)), "", "");
            Table.line("  without an answer", Long.toString(broken), "", "");
            Table.line("  refused within, p50", Table.millis(refusals.getValueAtPercentile(50) / 1000.0), "", "");
            Table.line("  p99", Table.millis(refusals.getValueAtPercentile(99) / 1000.0), "", "");
            double recovered = Table.median(after);
            Table.line("orders one by one, right after", Table.perSecond(recovered), Table.ratio(recovered, usual), "");
            PlacingFigures.memory(api);
        }
    }

    private Offered crowd(ServiceProcess api, int perSecond) {
        try (HttpLoad load = HttpLoad.open(api.port(), options.crowd(), store.orders(PeakStore.RESELLERS))) {
            Offered offered = load.atRate(perSecond, options.round()).someAccepted();
            store.awaitEmptyOutbox();
            if (offered.refused().keySet().stream()
                    .anyMatch(status -> status != UNAVAILABLE && status != HttpLoad.NO_ANSWER)) {
                throw new IllegalStateException("refused, by status: " + offered.refused());
            }
            return offered;
        }
    }
}
