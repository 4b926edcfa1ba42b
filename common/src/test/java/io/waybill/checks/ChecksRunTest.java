package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.checks.AuditedStore.Orders;
import io.waybill.fixture.TestStore;
import io.waybill.order.OrderStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How runs look at a store that goes on, and at each other. */
class ChecksRunTest {
    /** Nothing but what has changed is looked at, and one order of the past. */
    private static final Map<String, Object> NEARLY_BLIND = Map.of(
            "waybill.checks.whole-up-to", "0",
            "waybill.checks.slice", "1",
            "waybill.checks.patience", "20s");

    private static final List<OrderStatus> STATUSES = List.of(OrderStatus.values());

    private final TestStore database = new TestStore();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.shutdownNow();
        database.close();
    }

    @Test
    void a_store_that_sells_meanwhile_gives_no_false_alarm_and_nothing_is_overlooked() {
        try (AuditedStore store = new AuditedStore(database, NEARLY_BLIND)) {
            TestStore.Reseller reseller = store.reseller();
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<Integer> seller = CompletableFuture.supplyAsync(
                    () -> {
                        int sold = 0;
                        while (!ended.get() && sold < 64) {
                            store.providerOrder(reseller, STATUSES.get(sold % STATUSES.size()));
                            sold++;
                        }
                        return sold;
                    },
                    callers);
            long looked = 0;
            try {
                for (int run = 0; run < 10; run++) {
                    Report report = store.run(run == 5 ? Depth.FULL : Depth.INCREMENTAL);
                    DamageTest.assertHolds(report);
                    looked += report.ordersChecked();
                }
            } finally {
                ended.set(true);
            }
            int sold = seller.join();
            Report last = store.run(Depth.INCREMENTAL);
            DamageTest.assertHolds(last);
            assertThat(last.ordersTotal()).isEqualTo(sold);
            assertThat(looked + last.ordersChecked()).isGreaterThanOrEqualTo(sold);
        }
    }

    @Test
    void what_a_long_transaction_commits_late_is_seen_though_later_events_were_seen_before() {
        try (AuditedStore store = new AuditedStore(database, NEARLY_BLIND)) {
            TestStore.Reseller reseller = store.reseller();
            long first = store.providerOrder(reseller, OrderStatus.COMPLETED);
            long order = store.providerOrder(reseller, OrderStatus.COMPLETED);
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            assertThat(first).isLessThan(order);
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch commit = new CountDownLatch(1);
            CompletableFuture<Void> late = CompletableFuture.runAsync(
                    () -> database.transactions().executeWithoutResult(_ -> {
                        database.jdbc()
                                .sql("update orders set version = version + 1 where id = :id")
                                .param("id", order)
                                .update();
                        database.jdbc().sql("""
                                insert into order_event (order_id, account_id, mode, version, status)
                                select id, account_id, mode, version, 'failed' from orders where id = :id
                                """).param("id", order).update();
                        written.countDown();
                        await(commit);
                    }),
                    callers);
            await(written);
            for (int run = 0; run < 4; run++) {
                store.providerOrder(reseller, OrderStatus.COMPLETED);
                DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            }
            commit.countDown();
            late.join();

            Report report = store.run(Depth.INCREMENTAL);

            assertThat(failing(report)).containsExactly("order_events");
            assertThat(example(report, "order_events")).containsEntry("order_id", (int) order);
        }
    }

    @Test
    void a_finding_is_told_by_every_run_until_it_is_healed() {
        try (AuditedStore store = new AuditedStore(database, NEARLY_BLIND)) {
            TestStore.Reseller reseller = store.reseller();
            Orders orders = store.ordersOfEveryKind(reseller);
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            store.sql(orders.into("update attempt set state = 'bought' where order_id = {failed}"));

            int runs = runsUntilItFails(store, 12);
            assertThat(runs).as("the slices come to it").isLessThan(12);
            for (int run = 0; run < 3; run++) {
                Report report = store.run(Depth.INCREMENTAL);
                assertThat(failing(report)).containsExactly("failed_not_bought");
                assertThat(store.checks().newest()).contains(report);
            }

            store.sql(orders.into("update attempt set state = 'not_bought' where order_id = {failed}"));
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
        }
    }

    @Test
    void a_late_success_is_told_and_is_no_violation() {
        try (AuditedStore store = new AuditedStore(database, Map.of())) {
            Orders orders = store.ordersOfEveryKind(store.reseller());
            store.sql(orders.into("update attempt set state = 'bought' where order_id = {failed}"));
            assertThat(failing(store.run(Depth.INCREMENTAL))).containsExactly("failed_not_bought");

            store.sql(
                    orders.into(
                            "insert into late_success (attempt_id, order_id) select id, order_id from attempt where order_id = {failed}"));

            Report report = store.run(Depth.INCREMENTAL);
            DamageTest.assertHolds(report);
            assertThat(report.lateSuccesses().count()).isOne();
            assertThat(report.lateSuccesses().examples().getFirst().toString())
                    .contains(orders.into("order_id={failed}"));
        }
    }

    @Test
    void callers_at_once_share_one_run_in_one_instance_and_in_another() {
        Latches latches = new Latches();
        try (AuditedStore one = new AuditedStore(database, NEARLY_BLIND, latches);
                AuditedStore other = new AuditedStore(database, NEARLY_BLIND, latches)) {
            CompletableFuture<Report> first = CompletableFuture.supplyAsync(() -> one.run(Depth.FULL), callers);
            await(latches.begun);
            List<CompletableFuture<Report>> waiting = Stream.of(one, other)
                    .map(store -> CompletableFuture.supplyAsync(() -> store.run(Depth.INCREMENTAL), callers))
                    .toList();
            Awaitility.await().until(this::somebodyWaitsForTheBooks);
            latches.go.countDown();

            Report report = first.join();
            assertThat(waiting)
                    .allSatisfy(caller -> assertThat(caller.join().checkedAt())
                            .isBetween(report.checkedAt(), report.checkedAt().plusSeconds(60)));
            assertThat(waiting.get(1).join()).isEqualTo(report);
            assertThat(latches.runs.get()).isLessThan(3);
        }
    }

    @Test
    void who_has_waited_long_enough_is_told_so() {
        Latches latches = new Latches();
        Map<String, Object> impatient = Map.of("waybill.checks.patience", "100ms");
        try (AuditedStore one = new AuditedStore(database, impatient, latches);
                AuditedStore other = new AuditedStore(database, impatient)) {
            CompletableFuture<Report> first = CompletableFuture.supplyAsync(() -> one.run(Depth.FULL), callers);
            await(latches.begun);
            Checks.Outcome busy = new Checks.Outcome.Busy(Duration.ofMillis(100));
            Checks.Outcome here = one.checks().run(Depth.INCREMENTAL);
            Checks.Outcome elsewhere = other.checks().run(Depth.INCREMENTAL);
            latches.go.countDown();
            first.join();
            assertThat(List.of(here, elsewhere)).containsOnly(busy);
        }
    }

    @Test
    void a_run_that_takes_too_long_is_stopped_and_leaves_no_trace() {
        Proof waits = new Waits(database);
        try (AuditedStore store = new AuditedStore(database, Map.of("waybill.checks.limit", "1s"), waits)) {
            database.transactions().executeWithoutResult(_ -> {
                database.jdbc()
                        .sql("lock table settings in access exclusive mode")
                        .update();
                assertThat(CompletableFuture.supplyAsync(() -> store.checks().run(Depth.INCREMENTAL), callers)
                                .join())
                        .isEqualTo(new Checks.Outcome.TookTooLong(Duration.ofSeconds(1)));
            });
            assertThat(store.checks().newest()).isEmpty();
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
        }
    }

    @Test
    void of_all_instances_one_runs_when_a_run_is_due() {
        Latches latches = new Latches();
        latches.go.countDown();
        try (AuditedStore one = new AuditedStore(database, NEARLY_BLIND, latches);
                AuditedStore other = new AuditedStore(database, NEARLY_BLIND, latches)) {
            one.checks().runIfDue(Duration.ofHours(1), () -> true);
            other.checks().runIfDue(Duration.ofHours(1), () -> true);
            one.checks().runIfDue(Duration.ofHours(1), () -> true);
            assertThat(latches.runs).hasValue(1);
            assertThat(other.checks().newest()).isPresent();

            other.checks().runIfDue(Duration.ZERO, () -> true);
            assertThat(latches.runs).hasValue(2);
        }
    }

    @Test
    void a_run_that_leaves_changes_behind_is_soon_followed_by_the_next() {
        Map<String, Object> settings = new HashMap<>(NEARLY_BLIND);
        settings.put("waybill.checks.changes", 2);
        try (AuditedStore store = new AuditedStore(database, settings)) {
            TestStore.Reseller reseller = store.reseller();
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            long last = 0;
            for (int order = 0; order < 8; order++) {
                last = store.providerOrder(reseller, OrderStatus.COMPLETED);
            }
            store.sql("delete from order_event where version = 2 and order_id = " + last);

            store.checks().runIfDue(Duration.ZERO, () -> true);
            DamageTest.assertHolds(store.checks().newest().orElseThrow());
            Awaitility.await().untilAsserted(() -> {
                store.checks().runIfDue(Duration.ofHours(1), () -> true);
                assertThat(failing(store.checks().newest().orElseThrow())).containsExactly("order_events");
            });
        }
    }

    @Test
    void runs_that_leave_changes_behind_go_on_while_a_transaction_stays_open() {
        Map<String, Object> settings = new HashMap<>(NEARLY_BLIND);
        settings.put("waybill.checks.changes", 2);
        try (AuditedStore store = new AuditedStore(database, settings)) {
            TestStore.Reseller reseller = store.reseller();
            List<Long> orders = Stream.generate(() -> store.providerOrder(reseller, OrderStatus.COMPLETED))
                    .limit(12)
                    .toList();
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            DamageTest.assertHolds(store.run(Depth.INCREMENTAL));
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            CompletableFuture<Void> open = CompletableFuture.runAsync(
                    () -> database.transactions().executeWithoutResult(_ -> {
                        database.jdbc().sql("""
                                insert into order_event (order_id, account_id, mode, version, status)
                                select id, account_id, mode, version + 1, status from orders where id = :id
                                """).param("id", orders.get(10)).update();
                        begun.countDown();
                        await(end);
                    }),
                    callers);
            await(begun);
            orders.subList(0, 5).forEach(order -> addEvent(store, order));
            addEvent(store, orders.getLast());
            store.sql("update orders set version = version + 1 where id = " + orders.getLast());

            assertThat(runsUntilSoManyAreWrong(store, 1))
                    .as("the slices don't come so far")
                    .isLessThan(5);
            assertThat(open).isNotDone();
            end.countDown();
            open.join();
            assertThat(runsUntilSoManyAreWrong(store, 2)).isLessThan(3);
        }
    }

    private static int runsUntilSoManyAreWrong(AuditedStore store, int orders) {
        int runs = 0;
        long wrong = 0;
        while (wrong < orders && runs < 5) {
            store.checks().runIfDue(Duration.ZERO, () -> true);
            runs++;
            wrong = store.checks().newest().orElseThrow().checks().stream()
                    .filter(result -> result.name().equals("order_events"))
                    .mapToLong(Report.Result::violations)
                    .sum();
        }
        return runs;
    }

    /** A change that no transfer or attempt tells of. */
    private static void addEvent(AuditedStore store, long order) {
        store.sql("""
                update orders set version = version + 1 where id = %1$d;
                insert into order_event (order_id, account_id, mode, version, status)
                select id, account_id, mode, version, status from orders where id = %1$d
                """.formatted(order));
    }

    @Test
    void a_run_that_nobody_asked_for_rests_between_its_statements() {
        try (AuditedStore store = new AuditedStore(database, NEARLY_BLIND)) {
            AtomicInteger rests = new AtomicInteger();
            store.checks().runIfDue(Duration.ZERO, () -> rests.incrementAndGet() > 1);
            assertThat(rests).hasValueGreaterThan(1);
            DamageTest.assertHolds(store.checks().newest().orElseThrow());
        }
    }

    private int runsUntilItFails(AuditedStore store, int most) {
        int runs = 1;
        while (store.run(Depth.INCREMENTAL).holds() && runs < most) {
            runs++;
        }
        return runs;
    }

    private boolean somebodyWaitsForTheBooks() {
        return database.jdbc()
                .sql("select exists (select from pg_locks where relation = 'check_state'::regclass and not granted)")
                .query(Boolean.class)
                .single();
    }

    private static List<String> failing(Report report) {
        return report.checks().stream()
                .filter(result -> !result.holds())
                .map(Report.Result::name)
                .toList();
    }

    private static Map<String, Object> example(Report report, String check) {
        return report.checks().stream()
                .filter(result -> result.name().equals(check))
                .findFirst()
                .orElseThrow()
                .examples()
                .getFirst();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops the first run in its middle until it may go on, and counts the runs. */
    private static final class Latches implements Proof {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public String name() {
            return "latches";
        }

        @Override
        public String says() {
            return "A run goes on when it may.";
        }

        @Override
        public Found prove(boolean full) {
            runs.incrementAndGet();
            begun.countDown();
            await(go);
            return Found.NOTHING;
        }
    }

    /** Reads a table that the test may have locked. */
    private record Waits(TestStore database) implements Proof {
        @Override
        public String name() {
            return "waits";
        }

        @Override
        public String says() {
            return "The settings can be read.";
        }

        @Override
        public Found prove(boolean full) {
            database.jdbc()
                    .sql("select count(*) from settings")
                    .query(Long.class)
                    .single();
            return Found.NOTHING;
        }
    }
}
