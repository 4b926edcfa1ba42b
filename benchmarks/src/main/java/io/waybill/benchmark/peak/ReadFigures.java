package io.waybill.benchmark.peak;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The catalog of 10,000 items, from a ready answer and rendered at each request; both compressed. */
final class ReadFigures {
    private static final int CONNECTIONS = 8;
    private static final byte[] PRODUCTS =
            "GET /api/v1/products HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final PeakOptions options;
    private final PeakStore store;
    private final Services services;

    ReadFigures(PeakOptions options, PeakStore store, Services services) {
        this.options = options;
        this.store = store;
        this.services = services;
    }

    void products() {
        List<Double> ready = new ArrayList<>();
        List<Double> rendered = new ArrayList<>();
        try (ServiceProcess api = services.api(store);
                ServiceProcess textbook = services.textbook(store)) {
            answered(api, options.warmUp());
            answered(textbook, options.warmUp());
            for (int round = 0; round < options.rounds(); round++) {
                ready.add(answered(api, options.round()));
                rendered.add(answered(textbook, options.round()));
            }
        }
        double ours = Table.median(ready);
        Table.line("GET /products, " + PeakStore.ITEMS + " items", Table.perSecond(ours), "", "");
        Table.peer("the same rendered at each request", Table.median(rendered), ours, ">= 5 x");
    }

    private static double answered(ServiceProcess service, Duration time) {
        try (HttpLoad load = HttpLoad.open(service.port(), CONNECTIONS, () -> PRODUCTS)) {
            HttpLoad.Offered offered = load.asFastAsAnswered(time).allAccepted();
            return offered.accepted() / (offered.time().toNanos() / 1e9);
        }
    }
}
