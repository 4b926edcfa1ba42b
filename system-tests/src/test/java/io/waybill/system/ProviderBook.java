package io.waybill.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The provider's own book: what it really sold. */
final class ProviderBook {
    private static final int PAGE = 10_000;

    private final URI provider;

    ProviderBook(URI provider) {
        this.provider = provider;
    }

    /** How often each recipient was sold to. */
    Map<String, Integer> purchasesByRecipient() {
        Map<String, Integer> purchases = new HashMap<>();
        long after = 0;
        JsonNode page;
        do {
            page = page(after);
            page.path("orders")
                    .forEach(order -> purchases.merge(order.path("recipient").asString(), 1, Integer::sum));
            after = page.path("next").asLong(0);
        } while (page.path("has_more").asBoolean(false));
        return purchases;
    }

    private JsonNode page(long after) {
        URI address = URI.create(provider + "/simulator/orders?limit=" + PAGE + "&after=" + after);
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = http.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return JsonMapper.shared().readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("the provider's book can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
