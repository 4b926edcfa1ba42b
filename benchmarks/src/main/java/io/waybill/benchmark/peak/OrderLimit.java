package io.waybill.benchmark.peak;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.waybill.local.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL itself can do for a store that commits order by order: one prepared statement is the whole order, in
 * one round trip, without HTTP. Offered by pgbench, or over JDBC where there is none.
 */
final class OrderLimit {
    /** Enough to keep the processors busy and to share commits. */
    private static final int CLIENTS = 16;

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");

    private final EmbeddedDatabase server;
    private final boolean hasPgbench;

    private OrderLimit(EmbeddedDatabase server, boolean hasPgbench) {
        this.server = server;
        this.hasPgbench = hasPgbench;
    }

    /** Makes its tables in a database of its own. */
    static OrderLimit prepare(EmbeddedDatabase server) {
        createDatabase(server, JdbcOrderLimit.DATABASE);
        try (HikariDataSource own = connections(server, JdbcOrderLimit.DATABASE, 1)) {
            new JdbcOrderLimit(own).createTables();
        }
        boolean hasPgbench = isInstalled();
        if (!hasPgbench) {
            System.out.println("pgbench is not installed: the same statement is sent over JDBC instead");
        }
        return new OrderLimit(server, hasPgbench);
    }

    /** An empty database on the same server. */
    void createDatabase(String name) {
        createDatabase(server, name);
    }

    private static void createDatabase(EmbeddedDatabase server, String name) {
        try (HikariDataSource admin = connections(server, "waybill", 1)) {
            new JdbcOrderLimit(admin).createDatabase(name);
        }
    }

    String name() {
        return hasPgbench ? "pgbench" : "raw JDBC";
    }

    /** Orders a second of so many wallets. */
    double perSecond(int wallets, Duration time) {
        return hasPgbench ? pgbench(wallets, time) : jdbc(wallets, time);
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("pgbench", "--version").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private double pgbench(int wallets, Duration time) {
        try {
            Path script = Files.writeString(
                    Path.of("target", "order-limit.sql"),
                    "\\set wallet random(1, :wallets)\n\\set item random(1, " + JdbcOrderLimit.ITEMS + ")\n"
                            + JdbcOrderLimit.ORDER.replaceAll("\\s+", " ") + ";\n");
            ProcessBuilder command = new ProcessBuilder(List.of(
                            "pgbench",
                            "--no-vacuum",
                            "--protocol=prepared",
                            "--file=" + script,
                            "--define=wallets=" + wallets,
                            "--client=" + CLIENTS,
                            "--jobs=1",
                            "--time=" + time.toSeconds(),
                            "--host=localhost",
                            "--port=" + server.port(),
                            "--username=" + server.username(),
                            JdbcOrderLimit.DATABASE))
                    .redirectErrorStream(true);
            command.environment().put("PGPASSWORD", server.password());
            Process process = command.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(output);
            if (!rate.find()) {
                throw new IllegalStateException("pgbench failed: " + output);
            }
            return Double.parseDouble(rate.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double jdbc(int wallets, Duration time) {
        LongAdder placed = new LongAdder();
        long start = System.nanoTime();
        try (HikariDataSource connections = connections(server, JdbcOrderLimit.DATABASE, CLIENTS);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            JdbcOrderLimit limit = new JdbcOrderLimit(connections);
            for (int client = 0; client < CLIENTS; client++) {
                clients.execute(() -> {
                    ThreadLocalRandom random = ThreadLocalRandom.current();
                    while (System.nanoTime() - start < time.toNanos()) {
                        limit.order(1 + random.nextInt(wallets), 1 + random.nextInt(JdbcOrderLimit.ITEMS));
                        placed.increment();
                    }
                });
            }
        }
        return placed.sum() * 1e9 / (System.nanoTime() - start);
    }

    private static HikariDataSource connections(EmbeddedDatabase server, String database, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(database));
        config.setUsername(server.username());
        config.setPassword(server.password());
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
