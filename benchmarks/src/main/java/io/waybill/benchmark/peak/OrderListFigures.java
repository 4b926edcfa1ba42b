package io.waybill.benchmark.peak;

import io.waybill.benchmark.peak.HttpLoad.Offered;
import io.waybill.local.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a page of a reseller's orders costs, wherever in a long list it is, to a client that asks for one when it has
 * the one before.
 */
final class OrderListFigures {
    /** Few, so that each has a long list. */
    private static final int RESELLERS = 4;

    /** A prime number, so that each reseller has its share. */
    private static final int FAILED_ONE_OF = 1009;

    /** None, one that fits nearly all, one that fits few, and one that fits nothing. */
    private static final List<String> FILTERS = List.of("", "&status=completed", "&status=failed", "&status=on_hold");

    private static final String GOAL = "<= 1.5 x";

    private final PeakOptions options;
    private final EmbeddedDatabase server;
    private final Services services;
    private final OrderLimit limit;

    OrderListFigures(PeakOptions options, EmbeddedDatabase server, Services services, OrderLimit limit) {
        this.options = options;
        this.server = server;
        this.services = services;
        this.limit = limit;
    }

    void orders() {
        limit.createDatabase("listed");
        try (PeakStore store = PeakStore.fill(server, "listed")) {
            store.grow(options.listed(), RESELLERS);
            store.rows().fail(FAILED_ONE_OF);
            store.rows().settleDown();
            try (ServiceProcess api = services.api(store)) {
                List<Listing> listings =
                        FILTERS.stream().map(filter -> read(api, store, filter)).toList();
                measure(listings, api, store);
                listings.forEach(Listing::print);
                PlacingFigures.memory(api);
            }
        }
    }

    /**
     * Reads a list to its end once, which tells where its pages begin. Only a list with more than one has a deep page.
     */
    private static Listing read(ServiceProcess api, PeakStore store, String filter) {
        long start = System.nanoTime();
        OrderWalk walk = OrderWalk.of(api, store.keyOf(0), filter);
        double seconds = (System.nanoTime() - start) / 1e9;
        String name = "GET /orders" + filter.replace('&', '?');
        Table.line(name + ", all " + walk.orders() + " by cursor", Table.perSecond(walk.orders() / seconds), "", "");
        Page first = new Page(name + ", first page", OrderWalk.page(filter, ""));
        Page middle = new Page("  page in the middle", OrderWalk.page(filter, walk.middle()));
        Page last = new Page("  last page", OrderWalk.page(filter, walk.last()));
        return new Listing(first, walk.cursors().isEmpty() ? List.of() : List.of(middle, last));
    }

    private void measure(List<Listing> listings, ServiceProcess api, PeakStore store) {
        List<Page> pages = new ArrayList<>();
        for (Listing listing : listings) {
            pages.add(listing.first);
            pages.addAll(listing.deep);
        }
        for (Page page : pages) {
            var _ = answered(page, api, store, options.warmUp().dividedBy(pages.size()));
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Page page : pages) {
                Offered offered = answered(page, api, store, options.round());
                page.medians.add(offered.millis(50));
                page.p99.add(offered.millis(99));
            }
        }
    }

    private static Offered answered(Page page, ServiceProcess api, PeakStore store, Duration time) {
        try (HttpLoad load = HttpLoad.open(api.port(), 1, store.reading(0, page.path))) {
            return load.asFastAsAnswered(time).allAccepted();
        }
    }

    /**
     * A list of orders.
     *
     * @param deep pages that are not the first
     */
    private record Listing(Page first, List<Page> deep) {
        void print() {
            first.print(first, "");
            deep.forEach(page -> page.print(first, GOAL));
        }
    }

    /** One page of a list, and its latencies in milliseconds in each round. */
    private record Page(String name, String path, List<Double> medians, List<Double> p99) {
        Page(String name, String path) {
            this(name, path, new ArrayList<>(), new ArrayList<>());
        }

        void print(Page first, String goal) {
            line(name + ", p50", Table.median(medians), Table.median(first.medians), goal);
            line(name + ", p99", Table.median(p99), Table.median(first.p99), goal);
        }

        private static void line(String what, double millis, double first, String goal) {
            Table.line(what, Table.millis(millis), Table.ratio(millis, first), goal);
        }
    }
}
