package io.waybill.benchmark;

import io.waybill.account.Mode;
import io.waybill.api.admin.failures.Cause;
import io.waybill.api.admin.failures.FailureFilter;
import io.waybill.api.admin.failures.Place;
import io.waybill.api.admin.orders.OrderFilter;
import io.waybill.catalog.Billing;
import io.waybill.catalog.Source;
import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.OrderStatus;
import io.waybill.order.placing.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the admin's lists take with a million orders, through the use cases that the API has, on one durable
 * PostgreSQL; and what their indexes cost those who order. Without HTTP.
 */
public final class AdminListsBenchmark {
    private static final int ORDERS = 1_000_000;
    private static final int WAITING = 100_000;
    private static final int WARM_UP = 3;
    private static final int RUNS = 40;
    private static final int PAGE = 51;
    private static final int ROUNDS = 3;
    private static final int BATCHES = 60;
    private static final int BATCH = 64;
    private static final double NANOS_IN_A_MILLI = 1e6;

    private final AdminListsStore store;
    private final Instant now = InstantSource.system().instant();
    private double worst;

    private AdminListsBenchmark(AdminListsStore store) {
        this.store = store;
    }

    /** Prints the tables; takes some minutes. */
    public static void main(String[] arguments) {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
                AdminListsStore store = AdminListsStore.open(database)) {
            if (!store.rows().isDurable()) {
                throw new IllegalStateException("fsync and synchronous_commit must be on");
            }
            store.rows().fill(ORDERS);
            new AdminListsBenchmark(store).run();
        }
    }

    private void run() {
        System.out.printf(
                Locale.ROOT,
                "%d orders, %d runs each, pages of %d, %d processors, ms%n%n",
                ORDERS,
                RUNS,
                PAGE - 1,
                processors());
        System.out.printf(Locale.ROOT, "%-62s %6s %8s %8s %8s%n", "", "rows", "p50", "p95", "max");
        orderFilters().forEach((name, filter) -> measure("orders " + name, () -> orders(filter, null)));
        pages();
        failureFilters().forEach((name, filter) -> {
            measure("failures " + name, () -> failures(filter));
            measure(
                    "groups " + name,
                    () -> store.findFailures().groups(filter, PAGE).size());
        });
        measure("backlog", this::backlog);
        System.out.printf(Locale.ROOT, "%nworst p95: %.1f ms%n%n", worst);
        insertCost();
        store.rows().makeWait(WAITING);
        measure("backlog with " + WAITING + " waiting, just now", this::backlog);
        store.rows().vacuum();
        measure("backlog with " + WAITING + " waiting, vacuumed", this::backlog);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private Map<String, OrderFilter> orderFilters() {
        Map<String, OrderFilter> filters = new LinkedHashMap<>();
        filters.put("all", OrderFilter.ALL);
        filters.put(
                "ids", new Filter(now).ids(Set.of(1_500L, 500_000L, 900_000L)).build());
        for (long account : new long[] {1, 1_000, 2_000}) {
            filters.put("account " + account, new Filter(now).account(account).build());
            filters.put(
                    "account " + account + ", test",
                    new Filter(now).account(account).mode(Mode.TEST).build());
        }
        for (Mode mode : Mode.values()) {
            filters.put("mode " + mode.wire(), new Filter(now).mode(mode).build());
        }
        for (OrderStatus status : OrderStatus.values()) {
            filters.put(
                    "status " + status.wire(), new Filter(now).status(status).build());
        }
        for (HoldReason reason : HoldReason.values()) {
            filters.put(
                    "hold_reason " + reason.wire(), new Filter(now).hold(reason).build());
        }
        for (FailureCode code : FailureCode.values()) {
            filters.put(
                    "failure_code " + code.wire(), new Filter(now).failure(code).build());
        }
        for (Source source : Source.values()) {
            filters.put(
                    "source " + source.wire(), new Filter(now).source(source).build());
        }
        for (Billing billing : Billing.values()) {
            filters.put(
                    "billing " + billing.wire(),
                    new Filter(now).billing(billing).build());
        }
        for (long item : new long[] {1, 5_000, 19_999, 999_999}) {
            filters.put("item " + item, new Filter(now).item(item).build());
        }
        for (long provider : new long[] {2, 39, 40, 999}) {
            filters.put(
                    "provider " + provider, new Filter(now).provider(provider).build());
        }
        filters.put("external_ref", new Filter(now).ref("ref-123456").build());
        filters.put("external_ref, unknown", new Filter(now).ref("nobody's").build());
        filters.put(
                "external_ref of account 7",
                new Filter(now).ref("ref-123456").account(7).build());
        filters.put("the last hour", new Filter(now).days(0, 0).build());
        filters.put("one day, 60 days ago", new Filter(now).days(60, 59).build());
        filters.put("the first month", new Filter(now).days(90, 60).build());
        combinations(filters);
        return filters;
    }

    private void combinations(Map<String, OrderFilter> filters) {
        filters.put(
                "status failed, one day, 60 days ago",
                new Filter(now).status(OrderStatus.FAILED).days(60, 59).build());
        filters.put(
                "status partial, the first month",
                new Filter(now).status(OrderStatus.PARTIAL).days(90, 60).build());
        filters.put(
                "status pending, the first month",
                new Filter(now).status(OrderStatus.PENDING).days(90, 60).build());
        filters.put(
                "item 1, the first month", new Filter(now).item(1).days(90, 60).build());
        filters.put(
                "item 5000, one day, 60 days ago",
                new Filter(now).item(5_000).days(60, 59).build());
        filters.put(
                "item 5000, status failed",
                new Filter(now).item(5_000).status(OrderStatus.FAILED).build());
        filters.put(
                "item 1, status partial",
                new Filter(now).item(1).status(OrderStatus.PARTIAL).build());
        filters.put("account 1, item 1", new Filter(now).account(1).item(1).build());
        filters.put(
                "account 1, item 19999", new Filter(now).account(1).item(19_999).build());
        filters.put(
                "account 1000, the first month",
                new Filter(now).account(1_000).days(90, 60).build());
        filters.put(
                "account 1, status on_hold",
                new Filter(now).account(1).status(OrderStatus.ON_HOLD).build());
        filters.put(
                "account 1, provider 40",
                new Filter(now).account(1).provider(40).build());
        filters.put(
                "account 2000, status completed",
                new Filter(now).account(2_000).status(OrderStatus.COMPLETED).build());
        filters.put(
                "provider 40, status failed",
                new Filter(now).provider(40).status(OrderStatus.FAILED).build());
        filters.put(
                "provider 40, the last hour",
                new Filter(now).provider(40).days(0, 0).build());
        filters.put(
                "provider 2, item 5000 (of another provider)",
                new Filter(now).provider(2).item(5_000).build());
        filters.put(
                "provider 3, item 1 (of another provider)",
                new Filter(now).provider(3).item(1).build());
        filters.put(
                "provider 2, one day, 60 days ago",
                new Filter(now).provider(2).days(60, 59).build());
        filters.put(
                "provider 2, failure_code item_gone",
                new Filter(now).provider(2).failure(FailureCode.ITEM_GONE).build());
        filters.put(
                "source manual, status failed",
                new Filter(now).source(Source.MANUAL).status(OrderStatus.FAILED).build());
        filters.put(
                "source stock, status failed",
                new Filter(now).source(Source.STOCK).status(OrderStatus.FAILED).build());
        filters.put(
                "billing provider, status on_hold",
                new Filter(now)
                        .billing(Billing.PROVIDER)
                        .status(OrderStatus.ON_HOLD)
                        .build());
        filters.put(
                "mode test, status partial",
                new Filter(now).mode(Mode.TEST).status(OrderStatus.PARTIAL).build());
        filters.put(
                "mode test, provider 40",
                new Filter(now).mode(Mode.TEST).provider(40).build());
        filters.put(
                "mode test, the first month",
                new Filter(now).mode(Mode.TEST).days(90, 60).build());
        filters.put(
                "statuses failed, canceled, partial, the first month",
                new Filter(now)
                        .statuses(Set.of(OrderStatus.FAILED, OrderStatus.CANCELED, OrderStatus.PARTIAL))
                        .days(90, 60)
                        .build());
        filters.put(
                "statuses pending, processing, in_progress",
                new Filter(now)
                        .statuses(Set.of(OrderStatus.PENDING, OrderStatus.PROCESSING, OrderStatus.IN_PROGRESS))
                        .build());
        filters.put(
                "hold_reason price_changed, account 1",
                new Filter(now).hold(HoldReason.PRICE_CHANGED).account(1).build());
    }

    private void pages() {
        long middle = JdbcAdminListRows.FIRST_ORDER + ORDERS / 2;
        for (String name : List.of("all", "item 1", "provider 2", "status failed", "account 1", "the first month")) {
            OrderFilter filter = Objects.requireNonNull(orderFilters().get(name));
            measure("orders " + name + ", after the middle", () -> orders(filter, middle));
        }
    }

    private Map<String, FailureFilter> failureFilters() {
        Map<String, FailureFilter> filters = new LinkedHashMap<>();
        filters.put("all", FailureFilter.ALL);
        for (String cause : List.of("provider_funds", "price_changed", "item_gone", "out_of_stock", "late_success")) {
            filters.put(
                    "cause " + cause,
                    new FailureFilter(Set.of(Cause.ofWire(cause)), null, null, null, Set.of(), null, null));
        }
        filters.put("provider 40", new FailureFilter(Set.of(), 40L, null, null, Set.of(), null, null));
        filters.put("item 19999", new FailureFilter(Set.of(), null, 19_999L, null, Set.of(), null, null));
        filters.put("account 2000", new FailureFilter(Set.of(), null, null, 2_000L, Set.of(), null, null));
        filters.put("one day, 60 days ago", new FailureFilter(Set.of(), null, null, null, Set.of(), ago(60), ago(59)));
        filters.put(
                "cause item_gone, provider 2",
                new FailureFilter(Set.of(Cause.ofWire("item_gone")), 2L, null, null, Set.of(), null, null));
        return filters;
    }

    private Instant ago(int days) {
        return now.minus(Duration.ofDays(days));
    }

    private int orders(OrderFilter filter, @Nullable Long after) {
        return store.findOrders().find(filter, after, PAGE).size();
    }

    private int failures(FailureFilter filter) {
        return store.findFailures()
                .find(filter, new Place(Long.MAX_VALUE, 0), PAGE)
                .size();
    }

    private int backlog() {
        return store.measureBacklog().measure().perProvider().size();
    }

    private void measure(String name, IntSupplier list) {
        int rows = 0;
        for (int run = 0; run < WARM_UP; run++) {
            rows = list.getAsInt();
        }
        long[] nanos = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long started = System.nanoTime();
            rows = list.getAsInt();
            nanos[run] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        double p95 = millis(nanos[RUNS * 95 / 100 - 1]);
        worst = Math.max(worst, p95);
        System.out.printf(
                Locale.ROOT,
                "%-62s %6d %8.1f %8.1f %8.1f%n",
                name,
                rows,
                millis(nanos[RUNS / 2]),
                p95,
                millis(nanos[RUNS - 1]));
    }

    /** The same batches with the indexes and without, in turns; medians. */
    private void insertCost() {
        List<OrderRequest.Buyer> buyers = store.rows().buyers(BATCH);
        List<Long> items = store.rows().items(BATCH * 10);
        Cost with = new Cost();
        Cost without = new Cost();
        for (int round = 0; round < ROUNDS; round++) {
            rate(with, buyers, items);
            store.rows().withoutAddedIndexes();
            rate(without, buyers, items);
            store.rows().withAddedIndexes();
        }
        System.out.printf(
                Locale.ROOT,
                "%d batches of %d orders, medians of %d rounds in turns, ms a batch%n",
                BATCHES,
                BATCH,
                ROUNDS);
        System.out.printf(Locale.ROOT, "%-22s %14s %14s%n", "", "without", "with");
        System.out.printf(Locale.ROOT, "%-22s %14.2f %14.2f%n", "taken", median(without.taken), median(with.taken));
        System.out.printf(
                Locale.ROOT,
                "%-22s %14.2f %14.2f%n%n",
                "claimed and completed",
                median(without.completed),
                median(with.completed));
        System.out.printf(
                Locale.ROOT,
                "%-22s %14.0f %14.0f%n%n",
                "log, bytes an order",
                median(without.logged),
                median(with.logged));
    }

    private void rate(Cost cost, List<OrderRequest.Buyer> buyers, List<Long> items) {
        long taking = 0;
        long completing = 0;
        long logged = store.rows().walEnd();
        for (int batch = 0; batch < BATCHES; batch++) {
            long started = System.nanoTime();
            List<Long> taken = store.take(BATCH, buyers, items);
            long between = System.nanoTime();
            store.complete(taken);
            taking += between - started;
            completing += System.nanoTime() - between;
        }
        cost.logged.add((double) (store.rows().walEnd() - logged) / BATCHES / BATCH);
        cost.taken.add(millis(taking) / BATCHES);
        cost.completed.add(millis(completing) / BATCHES);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double millis(long nanos) {
        return nanos / NANOS_IN_A_MILLI;
    }

    private static final class Cost {
        private final List<Double> taken = new ArrayList<>();
        private final List<Double> completed = new ArrayList<>();
        private final List<Double> logged = new ArrayList<>();
    }
}
