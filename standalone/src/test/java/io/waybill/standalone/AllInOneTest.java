package io.waybill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.standalone.Options.Service;
import io.waybill.standalone.data.DataFolder;
import io.waybill.standalone.data.DemoFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(180)
class AllInOneTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void leaveTheLoggingAlone() {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    @Test
    void anOrderIsCompletedAndStillThereAfterARestart() throws Exception {
        String order;
        String key;
        try (AllInOne waybill = waybill(Set.of(Service.values()))) {
            CompletableFuture<Integer> health = healthOnceTheFileIsThere();
            DemoFile demo = waybill.start();
            key = demo.apiKey();

            assertThat(health.join()).isEqualTo(200);
            JsonNode accepted = json(client.send(
                    authorized(demo.api() + "/api/v1/orders", key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"item_id\":123,\"player_id\":\"user@example.com\"}"))
                            .build(),
                    BodyHandlers.ofString()));
            assertThat(accepted.path("ok").asBoolean())
                    .as("answer: %s", accepted)
                    .isTrue();
            order = "/api/v1/orders/" + accepted.path("order_id").asLong();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    get(demo.api() + order, key).path("status").asString())
                            .isEqualTo("completed"));
        }
        try (AllInOne waybill = waybill(Set.of(Service.API))) {
            DemoFile demo = waybill.start();

            assertThat(demo.apiKey()).isEqualTo(key);
            assertThat(get(demo.api() + order, key).path("status").asString()).isEqualTo("completed");
        }
        assertThat(data.resolve("kafka")).doesNotExist();
    }

    @Test
    void withoutServicesTheStoreIsReadyForThoseThatRunElsewhere() throws Exception {
        try (AllInOne waybill = waybill(Set.of())) {
            DemoFile demo = waybill.start();

            assertThat(demo.database())
                    .startsWith("jdbc:postgresql://localhost:")
                    .contains("?user=", "&password=");
            assertThat(demo.kafka()).startsWith("localhost:");
            assertThat(get(demo.provider() + "/api/v1/health", "any").path("ok").asBoolean())
                    .isTrue();
        }
    }

    private AllInOne waybill(Set<Service> services) {
        return new AllInOne(new Options(services, 0, 0, data), DataFolder.take(data));
    }

    /** Whoever waits for the file must find everything serving. */
    private CompletableFuture<Integer> healthOnceTheFileIsThere() {
        Path file = data.resolve("demo.json");
        // Not in the common pool, which has one thread on a small machine, and which HTTP clients need to go on.
        Executor own = task -> Thread.ofVirtual().start(task);
        return CompletableFuture.supplyAsync(
                () -> {
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(file));
                    try {
                        String api = JsonMapper.shared()
                                .readTree(Files.readString(file))
                                .path("api")
                                .asString();
                        return client.send(request(api + "/api/v1/health").build(), BodyHandlers.ofString())
                                .statusCode();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                },
                own);
    }

    private JsonNode get(String address, String key) throws IOException, InterruptedException {
        return json(client.send(authorized(address, key).build(), BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder authorized(String address, String key) {
        return request(address).header("Authorization", "Bearer " + key);
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
