package io.waybill.benchmark.peak;

import static java.util.stream.Collectors.joining;

import io.waybill.benchmark.peak.HttpLoad.Offered;
import io.waybill.local.EmbeddedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a page of a reseller's orders costs, wherever in a long list it is and whatever it is filtered by, to a client
 * that asks for one when it has the one before.
 */
final class OrderListFigures {
    /** Few, so that each has a long list. */
    private static final int RESELLERS = 4;

    /** A prime number, so that each reseller has its share. */
    private static final int FAILED_ONE_OF = 1009;

    /** None, one that fits nearly all, one that fits few, and one that fits nothing. */
    private static final List<String> FILTERS = List.of("", "&status=completed", "&status=failed", "&status=on_hold");

    /** A prime number, so that each reseller has its share. */
    private static final int REFERENCE_ONE_OF = 101;

    /** Orders of others, of which the reseller has none. */
    private static final int WAITING = 100_000;

    private static final int HELD = 10_000;

    private static final String GOAL = "<= 1.5 x";

    /** All that wait in the store are looked through for the reseller's, of which there are none. */
    private static final String GOAL_OF_WAITING = "<= 150 ms";

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
            int others = options.listed() / RESELLERS;
            store.rows().vary(Math.min(WAITING, others), Math.min(HELD, others), REFERENCE_ONE_OF);
            store.rows().settleDown();
            try (ServiceProcess api = services.api(store)) {
                List<Listing> listings =
                        FILTERS.stream().map(filter -> read(api, store, filter)).toList();
                List<Page> narrowed = narrowed(store);
                measure(listings, narrowed, api, store);
                listings.forEach(Listing::print);
                Page unfiltered = listings.getFirst().first;
                narrowed.forEach(
                        page -> page.print(unfiltered, page.path.contains("pending") ? GOAL_OF_WAITING : GOAL));
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

    /**
     * First pages by each filter and by several: long ago and just now, what the reseller has much of, little and
     * nothing.
     */
    private List<Page> narrowed(PeakStore store) {
        Instant now = Instant.now();
        Duration sold = Duration.ofSeconds(4L * options.listed());
        Instant middle = now.minus(sold.dividedBy(2));
        String longAgo = "&created_to=" + now.minus(sold.multipliedBy(9).dividedBy(10));
        String justNow = "&created_from=" + now.minus(Duration.ofMinutes(10));
        long last = store.rows().lastOrderId();
        String item = "&item_id=" + (store.firstItem() + last / RESELLERS * RESELLERS % PeakStore.ITEMS);
        String ids = LongStream.range(last - 200, last).mapToObj(Long::toString).collect(joining(","));
        return List.of(
                page("created_to long ago", longAgo),
                page("created_from ten minutes ago", justNow),
                page(
                        "one day, in the middle",
                        "&created_from=" + middle + "&created_to=" + middle.plus(Duration.ofDays(1))),
                page("created_to before all", "&created_to=0001-01-02"),
                page("status=failed,canceled,partial,on_hold", "&status=failed,canceled,partial,on_hold"),
                page("status=canceled, of which nobody has any", "&status=canceled"),
                page("status=in_progress, of which nobody has any", "&status=in_progress"),
                page("status=pending, which only others have", "&status=pending"),
                page("status=pending,processing,on_hold", "&status=pending,processing,on_hold"),
                page("status=completed, long ago", "&status=completed" + longAgo),
                page("status=failed, long ago", "&status=failed" + longAgo),
                page("status=on_hold, long ago", "&status=on_hold" + longAgo),
                page("item_id", item),
                page("item_id, status=failed", item + "&status=failed"),
                page("item_id, long ago", item + longAgo),
                page("external_ref", "&external_ref=reference-4"),
                page("external_ref, status=failed", "&external_ref=reference-4&status=failed"),
                page("external_ref, long ago", "&external_ref=reference-4" + longAgo),
                page("external_ref, of nobody", "&external_ref=nobody"),
                page("200 ids, 50 of them the reseller's", "&ids=" + ids),
                page(
                        "item_id, external_ref, status=failed, long ago",
                        item + "&external_ref=reference-4&status=failed" + longAgo));
    }

    private static Page page(String filter, String query) {
        return new Page("  " + filter, OrderWalk.page(query, ""));
    }

    private void measure(List<Listing> listings, List<Page> narrowed, ServiceProcess api, PeakStore store) {
        List<Page> pages = new ArrayList<>();
        for (Listing listing : listings) {
            pages.add(listing.first);
            pages.addAll(listing.deep);
        }
        pages.addAll(narrowed);
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
