package io.waybill.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.waybill.audit.AuditConfiguration;
import io.waybill.checks.Checks;
import io.waybill.checks.ChecksConfiguration;
import io.waybill.checks.Depth;
import io.waybill.checks.Report;
import io.waybill.local.DatabaseSettings;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.secret.SecretBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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
    /** Nothing is sealed here: any key will do. */
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private static final int ORDERS = 1_000_000;
    private static final int AT_ONCE = 100_000;
    private static final int RUNS = 10;
    private static final int BETWEEN = 5_000;
    private static final int FULL_RUNS = 1;

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
        context.registerBean(SecretBox.class, () -> SecretBox.of(MASTER_KEY));
        context.register(AuditConfiguration.class, ChecksConfiguration.class);
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
                "%d orders filled in %d s; %d processors%n%n%-28s %8s %8s %10s%n",
                orders,
                (System.nanoTime() - started) / 1_000_000_000,
                Runtime.getRuntime().availableProcessors(),
                "run",
                "ms",
                "cpu ms",
                "orders");
        Stopwatch stopwatch = new Stopwatch(checks, store.backend());
        stopwatch.time("first incremental", Depth.INCREMENTAL);
        stopwatch.time("second, carries the ledger", Depth.INCREMENTAL);
        List<Timed> timed = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            store.sell(1L + orders + (long) run * BETWEEN, BETWEEN);
            timed.add(stopwatch.time("incremental, " + BETWEEN + " new", Depth.INCREMENTAL));
        }
        System.out.println("  ms by check: " + store.slowest());
        printPercentiles(timed);
        for (int run = 0; run < FULL_RUNS; run++) {
            stopwatch.time("full proof", Depth.FULL);
        }
        System.out.println("  ms by check: " + store.slowest());
    }

    private static void printPercentiles(List<Timed> timed) {
        List<Long> took = timed.stream().map(Timed::millis).sorted().toList();
        List<Long> cpu = timed.stream().map(Timed::cpuMillis).sorted().toList();
        System.out.printf(Locale.ROOT, "%-28s %8d %8d%n", "  median", took.get(RUNS / 2), cpu.get(RUNS / 2));
        System.out.printf(Locale.ROOT, "%-28s %8d %8d%n", "  p95, the longest of 10", took.getLast(), cpu.getLast());
    }

    /** How long a run took, and how much of that the database's process was computing. */
    private record Timed(long millis, long cpuMillis) {}

    /** Times runs, on a machine that may be busy with other things. */
    private record Stopwatch(Checks checks, long backend) {
        Timed time(String name, Depth depth) {
            Duration before = cpu();
            if (!(checks.run(depth) instanceof Checks.Outcome.Proved(Report report)) || !report.holds()) {
                throw new IllegalStateException("the checks do not hold");
            }
            Timed timed =
                    new Timed(report.took().toMillis(), cpu().minus(before).toMillis());
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %8d %8d %10d%n",
                    name,
                    timed.millis(),
                    timed.cpuMillis(),
                    report.ordersChecked());
            return timed;
        }

        private Duration cpu() {
            return ProcessHandle.of(backend)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
        }
    }
}
