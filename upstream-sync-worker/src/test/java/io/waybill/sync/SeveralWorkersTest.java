package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Request;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SeveralWorkersTest {
    private static final String ME = "{\"ok\":true,\"user\":{\"balance\":\"1\"}}";
    private static final String PRODUCTS =
            "{\"ok\":true,\"products\":[{\"item_id\":1,\"name\":\"n\",\"price\":\"1\",\"currency\":\"USD\"}]}";

    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
    private TestDatabase database;
    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        database = TestServices.database();
        server = ScriptedServer.start(connection -> {
            Request request = connection.read();
            int now = running.computeIfAbsent(request.path(), _ -> new AtomicInteger())
                    .incrementAndGet();
            most.computeIfAbsent(request.path(), _ -> new AtomicInteger()).accumulateAndGet(now, Math::max);
            connection.pause(Duration.ofMillis(20));
            running.get(request.path()).decrementAndGet();
            String body = request.path().endsWith("/me") ? ME : PRODUCTS;
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void neverSyncOneProviderAtOnceAndShareTheWork() {
        String[] often = {"--waybill.sync.balance-every=50ms", "--waybill.sync.catalog-every=50ms"};
        try (RunningWorker first = RunningWorker.start(database, often);
                RunningWorker second = RunningWorker.start(database, often)) {
            first.addProvider("one", server.url(), "sk_live_K");

            await().atMost(Duration.ofSeconds(60)).until(() -> server.requests().size() >= 80);

            assertThat(turnsDone(first)).isPositive();
            assertThat(turnsDone(second)).isPositive();
        }
        assertThat(most).hasSize(2).allSatisfy((_, atOnce) -> assertThat(atOnce).hasValue(1));
    }

    @Test
    void aDeadWorkersTurnPassesOnWithinFifteenSeconds() {
        try (RunningWorker worker = RunningWorker.start(database)) {
            long provider = worker.addProvider("one", server.url(), "sk_live_K");
            // Whoever takes a turn and never renews it is dead.
            var _ = worker.bean(Turns.class).take(provider, Chore.CATALOG);
            long start = System.nanoTime();

            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> jdbc.sql("select count(*) from catalog_run")
                                    .query(Integer.class)
                                    .single()
                            > 0);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(5));
        }
    }

    private static double turnsDone(RunningWorker worker) {
        return worker
                .bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get("waybill.sync.turns")
                .tag("result", "done")
                .timers()
                .stream()
                .mapToLong(io.micrometer.core.instrument.Timer::count)
                .sum();
    }
}
