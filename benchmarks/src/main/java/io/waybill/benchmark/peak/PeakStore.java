package io.waybill.benchmark.peak;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.waybill.local.EmbeddedDatabase;
import io.waybill.secret.KeySecret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A store with 64 resellers and 10,000 items in one database, and the requests that its resellers send. */
final class PeakStore implements AutoCloseable {
    static final int RESELLERS = 64;
    static final int ITEMS = 10_000;
    static final int LIMITED_PER_SECOND = 200;
    static final String WAIT = "wait=20";
    static final String SECRET_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static final int SOLD_AT_ONCE = 100_000;
    private static final Duration LOOK = Duration.ofMillis(2);

    private final String url;
    private final EmbeddedDatabase server;
    private final HikariDataSource dataSource;
    private final JdbcPeakRows rows;
    private final List<String> keys = new ArrayList<>();
    private final String limitedKey;
    private final long firstItem;
    private final AtomicLong sent = new AtomicLong();

    private PeakStore(EmbeddedDatabase server, String url) {
        this.server = server;
        this.url = url;
        Flyway.configure()
                .dataSource(url, server.username(), server.password())
                .load()
                .migrate();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(server.username());
        config.setPassword(server.password());
        config.setMaximumPoolSize(2);
        this.dataSource = new HikariDataSource(config);
        this.rows = new JdbcPeakRows(JdbcClient.create(dataSource));
        for (int i = 0; i < RESELLERS; i++) {
            keys.add(reseller("reseller-" + i, 0));
        }
        this.limitedKey = reseller("limited", LIMITED_PER_SECOND);
        this.firstItem = rows.items(ITEMS);
    }

    /** @throws IllegalStateException if a commit doesn't wait for the disk: its speed would be a lie */
    static PeakStore fill(EmbeddedDatabase server, String database) {
        PeakStore store = new PeakStore(server, server.jdbcUrl(database));
        if (!store.rows.isDurable()) {
            store.close();
            throw new IllegalStateException("fsync and synchronous_commit must be on");
        }
        store.rows.settleDown();
        return store;
    }

    private String reseller(String name, int rateLimit) {
        KeySecret secret = KeySecret.create(KeySecret.Kind.RESELLER_LIVE, new SecureRandom());
        rows.reseller(name, secret.hash(), rateLimit);
        return secret.reveal();
    }

    JdbcPeakRows rows() {
        return rows;
    }

    /** How a service is told where this store is. */
    List<String> settings() {
        return List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=" + server.username(),
                "--spring.datasource.password=" + server.password(),
                "--waybill.secret-key=" + SECRET_KEY);
    }

    /** Orders of the first so many resellers by chance, each with an Idempotency-Key of its own. For any thread. */
    Supplier<byte[]> orders(int resellers) {
        return () -> post("/api/v1/orders", keys.get(ThreadLocalRandom.current().nextInt(resellers)), order());
    }

    /** Orders of one reseller. */
    Supplier<byte[]> ordersOf(int reseller) {
        return () -> post("/api/v1/orders", keys.get(reseller), order());
    }

    /** Orders whose answers are held until they are final, or as long as api-service holds one at most. */
    Supplier<byte[]> waitingOrders() {
        return () -> post(
                "/api/v1/orders",
                keys.get(ThreadLocalRandom.current().nextInt(RESELLERS)),
                "Prefer: " + WAIT + "\r\n",
                order());
    }

    /** Orders of a reseller whose key has a limit. */
    Supplier<byte[]> limitedOrders() {
        return () -> post("/api/v1/orders", limitedKey, order());
    }

    /** Batches of so many orders, each of one reseller. */
    Supplier<byte[]> batches(int size) {
        return () -> batch(keys.get(ThreadLocalRandom.current().nextInt(RESELLERS)), size);
    }

    /** Batches of so many orders of one reseller. */
    Supplier<byte[]> batchesOf(int reseller, int size) {
        return () -> batch(keys.get(reseller), size);
    }

    private byte[] batch(String key, int size) {
        StringBuilder body = new StringBuilder("{\"orders\":[");
        for (int i = 0; i < size; i++) {
            body.append(i == 0 ? "" : ",").append(order());
        }
        return post("/api/v1/orders/batch", key, body.append("]}").toString());
    }

    /** A request to read something that a reseller sees. */
    Supplier<byte[]> reading(int reseller, String path) {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + keys.get(reseller)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return () -> request;
    }

    /** What a reseller is known by. */
    String keyOf(int reseller) {
        return keys.get(reseller);
    }

    /** The items' ids follow each other. */
    long firstItem() {
        return firstItem;
    }

    String limitedKey() {
        return limitedKey;
    }

    /** The body of an order. */
    String order() {
        return "{\"item_id\":" + (firstItem + ThreadLocalRandom.current().nextInt(ITEMS)) + ",\"player_id\":\"player-"
                + sent + "\"}";
    }

    private byte[] post(String path, String key, String body) {
        return post(path, key, "", body);
    }

    /** @param more lines of the head, each with its end */
    private byte[] post(String path, String key, String more, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: peak-" + sent.incrementAndGet()
                        + "\r\n" + more + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Until everything that was taken has reached Kafka. */
    void awaitEmptyOutbox() {
        while (rows.outboxHasRows()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Does something while a transaction that began before it has a snapshot. */
    <T> T whileATransactionIsOpen(Supplier<T> work) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return Objects.requireNonNull(transaction.execute(_ -> {
            var _ = rows.outboxHasRows();
            return Background.start(work).join();
        }));
    }

    /** Delivered orders of the first so many resellers, as if the store had been selling for months. */
    void grow(int orders, int resellers) {
        long first = rows.lastOrderId() + 1;
        List<String> indexes = rows.dropIndexes();
        for (int sold = 0; sold < orders; sold += SOLD_AT_ONCE) {
            rows.sell(
                    first + sold,
                    Math.min(SOLD_AT_ONCE, orders - sold),
                    first + orders - 1,
                    resellers,
                    firstItem,
                    ITEMS);
        }
        rows.restoreIndexes(indexes);
        rows.settleDown();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
