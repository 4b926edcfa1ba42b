package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.checks.AuditedStore.Orders;
import io.waybill.fixture.TestStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of damage is planted straight into the database, seen by the checks that it breaks alone, and healed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageTest {
    /** No store is so small that all of it is proved by every run; all of the past is in one slice, though. */
    private static final Map<String, Object> IN_SLICES =
            Map.of("waybill.checks.whole-up-to", "0", "waybill.checks.slice", "100000");

    /** These sum what is new: of transfers altered after they were summed, the chain and the orders tell. */
    private static final Set<String> SUMMED = Set.of("wallet_balance", "ledger_balances");

    private final TestStore database = new TestStore();
    private final AuditedStore store = new AuditedStore(database, IN_SLICES);

    @BeforeAll
    void fill() {
        store.ordersOfEveryKind(store.reseller());
    }

    @AfterAll
    void close() {
        store.close();
        database.close();
    }

    static Stream<Arguments> damages() {
        return Damage.all().flatMap(damage -> Stream.of(Arguments.of(damage, false), Arguments.of(damage, true)));
    }

    @ParameterizedTest(name = "{0}, on an old order: {1}")
    @MethodSource("damages")
    void damage_is_seen_by_its_checks_alone_until_it_is_healed(Damage damage, boolean old) {
        assertHolds(store.run(Depth.INCREMENTAL));
        Orders orders = store.ordersOfEveryKind(store.reseller());
        if (old) {
            assertHolds(store.run(Depth.INCREMENTAL));
            assertHolds(store.run(Depth.INCREMENTAL));
        }
        store.sql(orders.into(damage.plant()));
        try {
            assertSeen(damage, orders, store.run(Depth.INCREMENTAL), old);
            assertSeen(damage, orders, store.run(Depth.INCREMENTAL), old);
            assertSeen(damage, orders, store.run(Depth.FULL), false);
        } finally {
            store.sql(orders.into(damage.heal()));
        }
        assertHolds(store.run(Depth.INCREMENTAL));
        assertHolds(store.run(Depth.FULL));
    }

    private static void assertSeen(Damage damage, Orders orders, Report report, boolean summedBefore) {
        List<Report.Result> failing =
                report.checks().stream().filter(result -> !result.holds()).toList();
        List<String> names = failing.stream().map(Report.Result::name).toList();
        List<String> certain = damage.seen().stream()
                .filter(name -> !summedBefore || name.equals(damage.seen().getFirst()) || !SUMMED.contains(name))
                .toList();
        assertThat(names)
                .as("%s, %s", report.depth(), failing)
                .containsAll(certain)
                .isSubsetOf(damage.seen());
        Report.Result first = failing.stream()
                .filter(result -> result.name().equals(damage.seen().getFirst()))
                .findFirst()
                .orElseThrow();
        assertThat(first.examples().getFirst().toString()).contains(orders.into(damage.example()));
        assertThat((long) first.examples().size()).isEqualTo(first.violations());
        assertThat(report.holds()).isFalse();
    }

    static void assertHolds(Report report) {
        assertThat(report.checks().stream().filter(result -> !result.holds()).collect(Collectors.toList()))
                .as(report.depth().wire())
                .isEmpty();
        assertThat(report.holds()).isTrue();
    }
}
