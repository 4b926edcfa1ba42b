package io.waybill.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders of one reseller, made from a seed: each with a key and a recipient of its own, most of which the provider
 * serves, some of which it refuses. Keeps what the reseller was told: that book is the test's own.
 */
final class Workload {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> RECIPIENTS =
            List.of("player", "player", "player", "player", "player", "player", "out_of_stock", "invalid");

    private final String name;
    private final StoreProcess.Demo store;
    private final String itemId;
    private final List<Wish> wishes;
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Orders of item 123, to recipients that the provider serves or definitely refuses. */
    Workload(String name, StoreProcess.Demo store, long seed, int orders) {
        this(name, store, seed, orders, "123", RECIPIENTS);
    }

    /** @param recipients behaviour words of the simulator; those named more often are chosen more often */
    Workload(String name, StoreProcess.Demo store, long seed, int orders, String itemId, List<String> recipients) {
        this.name = name;
        this.store = store;
        this.itemId = itemId;
        Random random = new Random(seed);
        this.wishes = IntStream.range(0, orders)
                .mapToObj(i -> new Wish(
                        name + "-" + seed + "-" + i,
                        recipients.get(random.nextInt(recipients.size())) + "-" + name + "-" + seed + "-" + i))
                .toList();
    }

    /**
     * Sends every wish that has no answer yet over the given number of connections, each once; what gets no answer may
     * be sent again with another call.
     */
    void send(int connections) {
        List<Wish> open =
                wishes.stream().filter(wish -> !told.containsKey(wish.key())).toList();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                threads.execute(() -> {
                    for (int mine = next.getAndIncrement(); mine < open.size(); mine = next.getAndIncrement()) {
                        order(open.get(mine));
                    }
                });
            }
        }
    }

    /** How many wishes have an answer. */
    int answered() {
        return answered.get();
    }

    int size() {
        return wishes.size();
    }

    /** What the reseller was told, by key. */
    Map<String, Told> told() {
        return Map.copyOf(told);
    }

    List<String> recipients() {
        List<String> recipients = new ArrayList<>();
        wishes.forEach(wish -> recipients.add(wish.recipient()));
        return recipients;
    }

    /** All recipients of the workload begin, after their behaviour word, with this. */
    String name() {
        return name;
    }

    private void order(Wish wish) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(store.api() + "/api/v1/orders"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + store.apiKey())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", wish.key())
                .POST(BodyPublishers.ofString(
                        "{\"item_id\":" + itemId + ",\"player_id\":\"" + wish.recipient() + "\"}"))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            told.put(
                    wish.key(),
                    new Told(response.statusCode(), answer.path("order_id").asLong(0), wish.recipient()));
            answered.incrementAndGet();
        } catch (IOException _) {
            // No answer: whether the order was taken is what the audit is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is asked for. */
    record Wish(String key, String recipient) {}

    /** What was answered; the order id is 0 if there was none. */
    record Told(int httpStatus, long orderId, String recipient) {}
}
