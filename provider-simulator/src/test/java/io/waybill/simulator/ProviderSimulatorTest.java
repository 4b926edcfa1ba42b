package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.simulator.book.Purchase;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProviderSimulatorTest {

    @TempDir
    Path directory;

    @Test
    void aRestartKeepsBookBalanceAndNumbers() throws Exception {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        String balance;
        try (ProviderSimulator simulator = ProviderSimulator.start(onDisk().clock(InstantSource.fixed(noon)));
                StoreClient client = new StoreClient(simulator)) {
            assertThat(orderId(client.order("anna"))).isEqualTo(500_001);
            balance = balance(client);
        }
        try (ProviderSimulator simulator = ProviderSimulator.start(onDisk());
                StoreClient client = new StoreClient(simulator)) {
            assertThat(balance(client)).isEqualTo(balance).isNotEqualTo("1000000.00");
            assertThat(simulator.book().purchases()).extracting(Purchase::at).containsExactly(noon);
            assertThat(orderId(client.order("ben"))).isEqualTo(500_002);
        }
    }

    @Test
    void aRepeatedKeyBuysTwiceUnlessTheSimulatorHonoursIt() throws Exception {
        try (ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory());
                StoreClient client = new StoreClient(simulator)) {
            client.send(client.order("anna", "ref-1").build());
            client.send(client.order("anna", "ref-1").build());
            assertThat(simulator.book().purchasesUnder("ref-1")).hasSize(2);

            simulator.honoursIdempotency(true);
            HttpResponse<String> first =
                    client.send(client.order("ben", "ref-2").build());
            HttpResponse<String> again =
                    client.send(client.order("ben", "ref-2").build());
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
            assertThat(simulator.book().purchasesUnder("ref-2")).hasSize(1);
        }
    }

    @Test
    void anHonouredKeyTellsWhatBecameOfAnOrderThatWasNeverAnswered() throws Exception {
        try (ProviderSimulator simulator =
                        ProviderSimulator.start(SimulatorOptions.inMemory().honoursIdempotency(true));
                StoreClient client = new StoreClient(simulator)) {
            assertThat(client.send(client.order("bought-then-error-1", "ref-1").build())
                            .statusCode())
                    .isEqualTo(500);

            HttpResponse<String> again =
                    client.send(client.order("bought-then-error-1", "ref-1").build());

            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(simulator.book().purchasesUnder("ref-1"))
                    .extracting(Purchase::orderId)
                    .containsExactly(orderId(again));
        }
    }

    @Test
    void anHonouredKeyBuysOnceEvenWhenItComesTwiceAtATime() {
        SimulatorOptions options =
                SimulatorOptions.inMemory().honoursIdempotency(true).slowDelay(Duration.ofMillis(200));
        try (ProviderSimulator simulator = ProviderSimulator.start(options);
                StoreClient client = new StoreClient(simulator)) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 10)
                    .mapToObj(_ -> client.http()
                            .sendAsync(client.order("slow", "ref-1").build(), BodyHandlers.ofString()))
                    .toList();

            assertThat(answers.stream().map(answer -> orderId(answer.join())).distinct())
                    .hasSize(1);
            assertThat(simulator.book().purchases()).hasSize(1);
        }
    }

    @Test
    @Timeout(60)
    void twoThousandSlowOrdersHoldUpNobody() throws Exception {
        SimulatorOptions options = onDisk().slowDelay(Duration.ofSeconds(4));
        try (ProviderSimulator simulator = ProviderSimulator.start(options);
                StoreClient client = new StoreClient(simulator)) {
            List<CompletableFuture<HttpResponse<String>>> slow = IntStream.range(0, 2_000)
                    .mapToObj(number -> client.http()
                            .sendAsync(client.order("slow-" + number, null).build(), BodyHandlers.ofString()))
                    .toList();

            assertThat(client.order("quick").statusCode()).isEqualTo(200);

            assertThat(slow).filteredOn(CompletableFuture::isDone).hasSizeLessThan(2_000);
            assertThat(slow)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(simulator.book().summary().purchases()).isEqualTo(2_001);
            assertThat(simulator.book().summary().recipientsBoughtMoreThanOnce())
                    .isEmpty();
        }
    }

    @Test
    void aCrowdIsToldToComeBack() throws Exception {
        SimulatorOptions options = SimulatorOptions.inMemory().maxConcurrent(1);
        try (ProviderSimulator simulator = ProviderSimulator.start(options);
                StoreClient client = new StoreClient(simulator)) {
            CompletableFuture<?> silent =
                    client.http().sendAsync(client.order("hang", null).build(), BodyHandlers.ofString());

            await().untilAsserted(
                            () -> assertThat(client.order("anna").statusCode()).isEqualTo(429));
            assertThat(silent).isNotDone();
        }
    }

    @Test
    @Timeout(10)
    void closingWaitsForNoSilentRequest() throws Exception {
        ProviderSimulator simulator = ProviderSimulator.start(onDisk());
        try (StoreClient client = new StoreClient(simulator)) {
            CompletableFuture<?> silent = client.http()
                    .sendAsync(client.order("bought-then-timeout", null).build(), BodyHandlers.ofString());
            await().until(() -> !simulator.book().purchases().isEmpty());

            long begin = System.nanoTime();
            simulator.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            await().until(silent::isCompletedExceptionally);
            assertThatThrownBy(() -> client.order("anna")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aSilentConnectionIsClosedAtItsLimit() {
        SimulatorOptions options = SimulatorOptions.inMemory().silenceLimit(Duration.ofMillis(100));
        try (ProviderSimulator simulator = ProviderSimulator.start(options);
                StoreClient client = new StoreClient(simulator)) {
            assertThatThrownBy(() -> client.order("hang")).hasMessageContaining("received no bytes");
        }
    }

    @Test
    void outagesBeginAndEnd() throws Exception {
        try (ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory());
                StoreClient client = new StoreClient(simulator)) {
            simulator.outage(Outage.REFUSED);
            assertThatThrownBy(() -> client.order("anna")).isInstanceOf(ConnectException.class);
            simulator.outage(Outage.UNAVAILABLE);
            assertThat(client.get("/api/v1/health").statusCode()).isEqualTo(503);
            simulator.outage(Outage.HTML);
            assertThat(client.get("/api/v1/products").body()).startsWith("<!doctype html>");
            simulator.outage(Outage.BUSY);
            assertThat(client.order("anna").statusCode()).isEqualTo(429);
            simulator.outage(Outage.WALLET_DISABLED);
            assertThat(client.get("/api/v1/me").statusCode()).isEqualTo(200);
            assertThat(client.order("anna").statusCode()).isEqualTo(503);
            assertThat(simulator.book().purchases()).isEmpty();
            simulator.outage(Outage.NONE);
            assertThat(client.order("anna").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anOutageMayEndByItself() {
        try (ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory());
                StoreClient client = new StoreClient(simulator)) {
            simulator.outage(Outage.REFUSED, Duration.ofMillis(200));

            await().ignoreExceptions().until(() -> client.get("/api/v1/health").statusCode() == 200);
        }
    }

    @Test
    void aTakenPortIsSaidAtOnceAndLeavesTheBookFree() {
        try (ProviderSimulator first = ProviderSimulator.start(SimulatorOptions.inMemory())) {
            assertThatThrownBy(() -> ProviderSimulator.start(onDisk().port(first.port())))
                    .isInstanceOf(UncheckedIOException.class);
        }
        ProviderSimulator.start(onDisk()).close();
    }

    private SimulatorOptions onDisk() {
        return SimulatorOptions.onDisk(directory);
    }

    private static long orderId(HttpResponse<String> answer) {
        return json(answer).path("order_id").longValue();
    }

    private static String balance(StoreClient client) throws Exception {
        return json(client.get("/api/v1/me")).path("user").path("balance").stringValue();
    }
}
