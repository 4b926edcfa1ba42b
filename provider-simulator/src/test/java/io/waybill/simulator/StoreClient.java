package io.waybill.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of the store API, as a reseller would write it. */
final class StoreClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    StoreClient(ProviderSimulator simulator) {
        this(simulator.url());
    }

    StoreClient(URI server) {
        this.server = server;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** Orders item 101 for a recipient. */
    HttpResponse<String> order(String recipient) throws IOException, InterruptedException {
        return send(order(recipient, null).build());
    }

    HttpRequest.Builder order(String recipient, @Nullable String idempotencyKey) {
        HttpRequest.Builder request = request("/api/v1/orders")
                .POST(BodyPublishers.ofString("{\"item_id\":101,\"player_id\":\"%s\"}".formatted(recipient)));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    HttpClient http() {
        return http;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + SimulatorOptions.DEFAULT_KEY)
                .header("Content-Type", "application/json");
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
