package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Many at once, and more than can be taken. */
final class CrowdTest extends ApiTest {
    @Autowired
    private TransactionTemplate transactions;

    @Test
    void two_instances_make_one_order_of_each_key_whatever_comes_where_and_how_often() {
        TestStore.Reseller reseller = store.reseller("1000.00");
        long item = store.providerItem("1.00");
        long deadlocks = deadlocks();
        try (ConfigurableApplicationContext second = anotherInstance();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<HttpCalls> instances = List.of(http, callsTo(second));
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 400)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> order(instances.get(i % 2), reseller, item, "crowd-" + i * 7 % 50), clients))
                    .toList();

            assertThat(replies)
                    .allSatisfy(reply -> assertThat(reply.join().status())
                            .as(reply.join().text())
                            .isEqualTo(200));
            assertThat(replies.stream().map(reply -> reply.join().orderId()).distinct())
                    .hasSize(50);
        }
        assertThat(store.ordersOf(reseller)).isEqualTo(50);
        assertThat(store.balance(reseller).toString()).startsWith("950.");
        assertThat(deadlocks()).isEqualTo(deadlocks);
    }

    @Test
    void what_finds_no_room_is_told_at_once_to_come_back_and_is_taken_then() {
        TestStore.Reseller reseller = store.reseller("1000.00");
        long item = store.providerItem("1.00");
        try (ConfigurableApplicationContext small = anotherInstance("--waybill.intake.queue=5");
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpCalls calls = callsTo(small);
            order(calls, reseller, item, "warm-up");
            List<CompletableFuture<Reply>> queued = new ArrayList<>();
            whileTheWalletIsLocked(reseller, () -> {
                for (int i = 0; i < 6; i++) {
                    String key = "queued-" + i;
                    queued.add(CompletableFuture.supplyAsync(() -> order(calls, reseller, item, key), clients));
                    if (i == 0) {
                        await().until(() -> waitingForLocks() > 0);
                    }
                }
                await().until(() -> queuedIn(calls) == 5);
                long began = System.nanoTime();
                Reply shed = order(calls, reseller, item, "shed");
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                assertRefused(shed, 503, "unavailable");
                assertThat(shed.header("Retry-After")).isEqualTo("1");
                assertThat(took).isLessThan(Duration.ofMillis(500));
            });

            assertThat(queued)
                    .allSatisfy(reply -> assertThat(reply.join().status())
                            .as(reply.join().text())
                            .isEqualTo(200));
            assertThat(order(calls, reseller, item, "shed").status()).isEqualTo(200);
        }
        assertThat(store.ordersOf(reseller)).isEqualTo(8);
    }

    @Test
    void a_crowd_of_one_client_is_refused_at_once_and_leaves_room_for_all_others() {
        TestStore.Reseller flooding = store.reseller("1000.00");
        TestStore.Reseller quiet = store.reseller("1000.00");
        long item = store.providerItem("1.00");
        try (ConfigurableApplicationContext small = anotherInstance("--waybill.admission.requests=20");
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpCalls calls = callsTo(small);
            List<CompletableFuture<Reply>> flood = new ArrayList<>();
            whileTheWalletIsLocked(flooding, () -> {
                for (int i = 0; i < 10; i++) {
                    String key = "flood-" + i;
                    flood.add(CompletableFuture.supplyAsync(() -> order(calls, flooding, item, key), clients));
                }
                await().until(() -> metric(calls, "waybill_admission_requests") == 10);

                Reply refused = order(calls, flooding, item, "one-more");
                assertRefused(refused, 503, "unavailable");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertRefused(calls.get("/api/v1/me", flooding.key()), 503, "unavailable");
                assertThat(calls.get("/api/v1/me", quiet.key()).status()).isEqualTo(200);
                assertThat(calls.get("/api/v1/health", "").status()).isEqualTo(200);
                assertThat(metric(calls, "waybill_admission_refused_total")).isEqualTo(2);
            });

            assertThat(flood)
                    .allSatisfy(reply -> assertThat(reply.join().status())
                            .as(reply.join().text())
                            .isEqualTo(200));
            assertThat(order(calls, flooding, item, "one-more").status()).isEqualTo(200);
            await().until(() -> metric(calls, "waybill_admission_requests") == 0);
        }
        assertThat(store.ordersOf(flooding)).isEqualTo(11);
    }

    @Test
    void orders_are_taken_while_those_who_read_have_all_connections_that_they_may_have() {
        TestStore.Reseller reseller = store.reseller("1000.00");
        String admin = store.admin();
        long item = store.providerItem("1.00");
        try (ConfigurableApplicationContext small = anotherInstance(
                        "--spring.datasource.hikari.maximum-pool-size=2",
                        "--spring.datasource.hikari.connection-timeout=60000");
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpCalls calls = callsTo(small);
            assertThat(calls.get("/api/admin/v1/audit", admin).status()).isEqualTo(200);
            List<CompletableFuture<Reply>> readers = new ArrayList<>();
            transactions.executeWithoutResult(_ -> {
                jdbc.sql("lock table audit_entry in access exclusive mode").update();
                assertThat(order(calls, reseller, item, "before").status()).isEqualTo(200);
                for (int i = 0; i < 4; i++) {
                    readers.add(CompletableFuture.supplyAsync(() -> calls.get("/api/admin/v1/audit", admin), clients));
                }
                await().until(() -> metric(calls, "hikaricp_connections_pending") >= 2);

                assertThat(order(calls, reseller, item, "meanwhile").status()).isEqualTo(200);
            });

            assertThat(readers)
                    .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(200));
        }
    }

    private static Reply order(HttpCalls instance, TestStore.Reseller reseller, long item, String key) {
        return instance.post(
                "/api/v1/orders",
                reseller.key(),
                "{\"item_id\":" + item + ",\"player_id\":\"p\"}",
                "Idempotency-Key",
                key);
    }

    private static double queuedIn(HttpCalls instance) {
        return metric(instance, "waybill_intake_queued");
    }

    private static double metric(HttpCalls instance, String name) {
        return instance.get("/metrics", "")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void whileTheWalletIsLocked(TestStore.Reseller reseller, Runnable work) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("select id from wallet where id = :id for update")
                    .param("id", reseller.walletId())
                    .query(Long.class)
                    .single();
            work.run();
        });
    }

    private long waitingForLocks() {
        return jdbc.sql("""
                select count(*)
                  from pg_stat_activity
                 where datname = current_database()
                   and wait_event_type = 'Lock'
                """).query(Long.class).single();
    }

    private long deadlocks() {
        return jdbc.sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }
}
