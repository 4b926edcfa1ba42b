package io.waybill.benchmark.peak;

import io.waybill.local.EmbeddedDatabase;
import java.util.ArrayList;
import java.util.List;

/** What an order costs in a store that has sold much, against one that has sold nothing; on one server, in turns. */
final class GrowthFigures {
    private final PeakOptions options;
    private final EmbeddedDatabase server;
    private final Services services;
    private final OrderLimit limit;

    GrowthFigures(PeakOptions options, EmbeddedDatabase server, Services services, OrderLimit limit) {
        this.options = options;
        this.server = server;
        this.services = services;
        this.limit = limit;
    }

    void growth() {
        limit.createDatabase("young");
        limit.createDatabase("grown");
        try (PeakStore young = PeakStore.fill(server, "young");
                PeakStore grown = PeakStore.fill(server, "grown")) {
            long start = System.nanoTime();
            grown.grow(options.grown(), PeakStore.RESELLERS);
            Table.line(
                    options.grown() + " orders written", Math.round((System.nanoTime() - start) / 1e9) + " s", "", "");
            try (ServiceProcess youngApi = services.api("young", young, services.brokers());
                    ServiceProcess grownApi = services.api("grown", grown, services.brokers())) {
                compare(figures(young), youngApi, figures(grown), grownApi);
            }
        }
    }

    private PlacingFigures figures(PeakStore store) {
        return new PlacingFigures(options, store, services, limit);
    }

    private void compare(
            PlacingFigures youngFigures,
            ServiceProcess youngApi,
            PlacingFigures grownFigures,
            ServiceProcess grownApi) {
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        youngFigures.warmUp(youngApi);
        grownFigures.warmUp(grownApi);
        for (int round = 0; round < options.rounds(); round++) {
            before.add(youngFigures.round(youngApi).perSecond());
            after.add(grownFigures.round(grownApi).perSecond());
        }
        double none = Table.median(before);
        double many = Table.median(after);
        Table.line("orders one by one, none in the table", Table.perSecond(none), "1.00 x", "");
        Table.line(
                "orders one by one, " + options.grown() + " in the table",
                Table.perSecond(many),
                Table.ratio(many, none),
                ">= 0.9 x");
    }
}
