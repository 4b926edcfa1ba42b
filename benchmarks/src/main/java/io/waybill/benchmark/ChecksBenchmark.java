package io.waybill.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.waybill.checks.Checks;
import io.waybill.checks.ChecksConfiguration;
import io.waybill.checks.Depth;
import io.waybill.checks.Report;
import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * What the auditor costs a store with a million orders: incremental runs with thousands of new orders between them, and
 * full proofs. On one durable PostgreSQL with its default settings.
 */
public final class ChecksBenchmark {
    private static final int ORDERS = 1_000_000;
    private static final int AT_ONCE = 100_000;
    private static final int RUNS = 10;
    private static final int BETWEEN = 5_000;
    private static final int FULL_RUNS = 2;

    private ChecksBenchmark() {}

    /** Prints the table; takes some minutes. An argument: how many orders, instead of a million. */
    public static void main(String[] arguments) {
        int orders = arguments.length == 0 ? ORDERS : Integer.parseInt(arguments[0]);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(DatabaseSettings.temporary());
                HikariDataSource dataSource = dataSource(database);
                AnnotationConfigApplicationContext context = wire(dataSource)) {
            refuseWithoutDurability(dataSource);
            JdbcManyOrders store = new JdbcManyOrders(dataSource);
            measure(context.getBean(Checks.class), store, orders);
        }
    }

    private static void refuseWithoutDurability(DataSource dataSource) {
        if (!new JdbcBenchmarkRows(JdbcClient.create(dataSource)).isDurable()) {
            throw new IllegalStateException("fsync and synchronous_commit must be on");
        }
    }

    private static HikariDataSource dataSource(EmbeddedDatabase database) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static AnnotationConfigApplicationContext wire(DataSource dataSource) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
        context.register(ChecksConfiguration.class);
        context.refresh();
        return context;
    }

    private static void measure(Checks checks, JdbcManyOrders store, int orders) {
        long started = System.nanoTime();
        store.dropForeignKeys();
        store.openStore();
        for (int sold = 0; sold < orders; sold += AT_ONCE) {
            store.sell(1 + sold, Math.min(AT_ONCE, orders - sold));
        }
        store.settleDown();
        System.out.printf(
                Locale.ROOT,
                "%d orders filled in %d s; %d processors%n%n%-32s %10s %12s%n",
                orders,
                (System.nanoTime() - started) / 1_000_000_000,
                Runtime.getRuntime().availableProcessors(),
                "run",
                "ms",
                "orders");
        print("first incremental", run(checks, Depth.INCREMENTAL));
        List<Long> took = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            store.sell(1L + orders + (long) run * BETWEEN, BETWEEN);
            Report report = run(checks, Depth.INCREMENTAL);
            print("incremental, " + BETWEEN + " new", report);
            took.add(report.took().toMillis());
        }
        System.out.println("   most of it, in ms: " + store.slowest());
        took.sort(Comparator.naturalOrder());
        System.out.printf(
                Locale.ROOT,
                "%-32s %10d%n%-32s %10d%n",
                "   median",
                took.get(RUNS / 2),
                "   p95 (the longest of 10)",
                took.getLast());
        for (int run = 0; run < FULL_RUNS; run++) {
            print("full proof", run(checks, Depth.FULL));
        }
        System.out.println("   most of it, in ms: " + store.slowest());
    }

    private static Report run(Checks checks, Depth depth) {
        if (!(checks.run(depth) instanceof Checks.Outcome.Proved(Report report)) || !report.holds()) {
            throw new IllegalStateException("the checks do not hold");
        }
        return report;
    }

    private static void print(String name, Report report) {
        System.out.printf(Locale.ROOT, "%-32s %10d %12d%n", name, report.took().toMillis(), report.ordersChecked());
    }
}
