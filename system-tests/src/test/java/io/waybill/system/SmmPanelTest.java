package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A store that sells the services of an SMM panel: entered, tested, imported, ordered, followed, all over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmmPanelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ProviderSimulator simulator =
            ProviderSimulator.start(SimulatorOptions.inMemory().slowDelay(Duration.ofMillis(300)));
    private final HttpClient client = HttpClient.newHttpClient();
    private Waybill store;
    private String adminsKey;
    private String resellersKey;
    private JsonNode imported;
    private JsonNode item;

    @BeforeAll
    void start() throws Exception {
        store = new Waybill();
        adminsKey = store.admin("admin@example.com");
        resellersKey = store.reseller("reseller@example.com", "10000");
        JsonNode provider = admin("/providers", """
                {"name":"Followers Inc","protocol":"smm","base_url":"%s","api_key":"%s","billing":"wallet",
                 "margin_percent":"10.00","capabilities":["status","cancel"],"answer_timeout":"1s"}
                """.formatted(simulator.smmUrl(), SimulatorOptions.DEFAULT_KEY));
        String path = "/providers/" + provider.path("provider_id").asLong();
        JsonNode tested = admin(path + "/test", "{}");
        assertThat(tested.path("currency").asString()).as(tested.toString()).isEqualTo("USD");
        imported = admin(path + "/import", "{\"select\":[\"401\"]}");
        item = get(
                        "/api/admin/v1/items?provider_id="
                                + provider.path("provider_id").asLong(),
                        adminsKey)
                .path("items")
                .path(0);
    }

    @AfterAll
    void stop() {
        store.close();
        simulator.close();
        client.close();
    }

    @Test
    void aServiceIsImportedWithItsLinkItsQuantityAndItsPriceOfAThousand() {
        assertThat(imported.path("created").asInt()).as(imported.toString()).isEqualTo(1);
        assertThat(item.path("fields").values())
                .extracting(field -> field.path("name").asString())
                .containsExactly("smm_link", "smm_quantity");
        assertThat(item.path("unit").asString()).isEqualTo("1000");
        assertThat(item.path("min_quantity").asInt()).isEqualTo(1);
        assertThat(item.path("max_quantity").asInt()).isEqualTo(10_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "ok-1, completed, 0, 1",
        "processing-1, completed, 0, 1",
        "processing-partly-1, partial, 0.25, 1",
        "processing-canceled-1, canceled, 1, 1",
        "invalid-1, failed, 1, 0",
        "item_gone-1, failed, 1, 0",
        "out_of_stock-1, failed, 1, 0",
        "busy-once-1, completed, 0, 1",
        "error-1, on_hold, 0, 0",
        "reset-1, on_hold, 0, 0",
        "html-1, on_hold, 0, 0",
        "redirect-1, on_hold, 0, 0",
        "bought-then-timeout-1, on_hold, 0, 1",
        "bought-then-error-1, on_hold, 0, 1",
        "contradictory-1, on_hold, 0, 1"
    })
    void anOrderEndsAsThePanelsAnswerProvesAndItsBookAgrees(
            String link, String status, BigDecimal refundedPart, int sold) throws Exception {
        JsonNode order = order(link, "2000");

        JsonNode ended = awaitStatus(order, status);

        BigDecimal charged = new BigDecimal(ended.path("charged_usd").asString());
        assertThat(new BigDecimal(ended.path("refunded_usd").asString()))
                .as(ended.toString())
                .isEqualByComparingTo(charged.multiply(refundedPart).setScale(6, RoundingMode.DOWN));
        assertThat(simulator.book().purchasesFor(link))
                .hasSize(sold)
                .allSatisfy(purchase -> assertThat(purchase.wish().quantity()).isEqualTo(2_000));
        assertThat(store.damage()).isZero();
    }

    @Test
    void aQuantityOutOfRangeIsRefusedBeforeAnythingIsCharged() throws Exception {
        JsonNode refused = order("ok-2", "10000001");

        assertThat(refused.path("error").asString()).as(refused.toString()).isEqualTo("validation");
        assertThat(simulator.book().purchasesFor("ok-2")).isEmpty();
    }

    private JsonNode order(String link, String quantity) throws Exception {
        return store.post(
                resellersKey,
                "/orders",
                "{\"item_id\":%d,\"checkout\":{\"smm_link\":\"%s\",\"smm_quantity\":\"%s\"}}"
                        .formatted(item.path("item_id").asLong(), link, quantity));
    }

    private JsonNode awaitStatus(JsonNode order, String status) {
        String path = "/api/v1/orders/" + order.path("order_id").asLong();
        return await().atMost(PATIENCE)
                .until(
                        () -> Optional.of(get(path, resellersKey))
                                .filter(found -> found.path("status").asString().equals(status)),
                        Optional::isPresent)
                .orElseThrow();
    }

    private JsonNode admin(String path, String body) throws Exception {
        return send(request("/api/admin/v1" + path, adminsKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode get(String path, String key) throws Exception {
        return send(request(path, key));
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + store.port() + path))
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        return JsonMapper.shared()
                .readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
