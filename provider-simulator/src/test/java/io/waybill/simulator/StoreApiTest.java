package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StoreApiTest {

    private final ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory()
            .key(SimulatorOptions.DEFAULT_KEY, "10.25")
            .orphanKey("orphan"));
    private final StoreClient client = new StoreClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void productsThatAreKnownAreNotSentAgainUntilOneChanges() throws Exception {
        String etag =
                client.get("/api/v1/products").headers().firstValue("ETag").orElseThrow();
        HttpRequest conditional = HttpRequest.newBuilder(simulator.url().resolve("/api/v1/products"))
                .header("If-None-Match", etag)
                .build();

        HttpResponse<String> known = client.send(conditional);
        simulator.catalog().stock("101", false);
        HttpResponse<String> changed = client.send(conditional);

        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.headers().firstValue("ETag")).contains(etag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag"))
                .isNotEmpty()
                .isNotEqualTo(known.headers().firstValue("ETag"));
    }

    @Test
    void healthIsExactlyWhatTheReferenceSays() throws Exception {
        HttpResponse<String> health = client.get("/api/v1/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"ok\":true,\"version\":1}");
        assertThat(health.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
    }

    @Test
    void productsNameWhatAnOrderNeedsAndWantNoKey() throws Exception {
        HttpRequest withoutKey = HttpRequest.newBuilder(simulator.url().resolve("/api/v1/products"))
                .build();

        JsonNode products = json(client.send(withoutKey)).path("products");

        assertThat(products.size()).isBetween(40, 60);
        assertThat(products.values()).allSatisfy(row -> {
            assertThat(row.path("item_id").isNumber() || row.path("item_id").isString())
                    .isTrue();
            assertThat(row.path("price").stringValue()).matches("[0-9]+\\.[0-9]{2}");
            assertThat(row.path("currency").stringValue()).isEqualTo("BDT");
            assertThat(row.path("slug").stringValue()).isNotBlank();
            assertThat(row.path("name").stringValue()).isNotBlank();
            assertThat(row.path("description").stringValue()).isNotBlank();
        });
        assertThat(products.values())
                .anySatisfy(row -> assertThat(row.path("fields").size()).isPositive());
    }

    @Test
    void meShowsTheBalanceInDollarsAndInTheDisplayCurrency() throws Exception {
        JsonNode me = json(client.get("/api/v1/me"));

        assertThat(me.path("currency").stringValue()).isEqualTo("BDT");
        assertThat(me.path("balance_display").stringValue()).isEqualTo("৳1,230.00");
        assertThat(me.path("user").path("balance").stringValue()).isEqualTo("10.25");
        assertThat(me.path("user").path("balance_display").stringValue()).isEqualTo("৳1,230.00");
        assertThat(me.path("api_key_id").longValue()).isEqualTo(1);
    }

    @Test
    void theKeyMayComeInEitherHeader() throws Exception {
        HttpRequest.Builder me = HttpRequest.newBuilder(simulator.url().resolve("/api/v1/me"));

        assertThat(status(me.copy().header("X-API-Key", SimulatorOptions.DEFAULT_KEY)))
                .isEqualTo(200);
        assertThat(status(me.copy().header("Authorization", "bearer " + SimulatorOptions.DEFAULT_KEY)))
                .isEqualTo(200);
        assertThat(status(me.copy().header("Authorization", "Bearer other"))).isEqualTo(401);
        assertThat(status(me.copy())).isEqualTo(401);
        assertThat(status(me.copy().header("X-API-Key", "orphan"))).isEqualTo(404);
    }

    @Test
    void anOrderIsAnsweredWithItsReceiptAndDebited() throws Exception {
        HttpResponse<String> answer =
                client.post("/api/v1/orders", "{\"item_id\":103,\"player_id\":\"user@example.com\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"ok\":true,\"order_id\":500001,\"status\":\"completed\",\"amount\":\"80.00\","
                        + "\"currency\":\"BDT\"}");
        assertThat(simulator.book().balance(SimulatorOptions.DEFAULT_ACCOUNT)).hasToString("9.583333");
        assertThat(simulator.book().purchasesFor("user@example.com")).hasSize(1);
    }

    @Test
    void aGiftCardDeliversOneCodeForEachPiece() throws Exception {
        simulator.catalog().reprice("gc-unipin-100", new BigDecimal("1.00"));
        JsonNode answer = json(
                client.post("/api/v1/orders", "{\"item_id\":\"gc-unipin-100\",\"player_id\":\"me\",\"quantity\":3}"));

        assertThat(answer.path("amount").stringValue()).isEqualTo("3.00");
        assertThat(answer.path("delivery").path("message").isNull()).isTrue();
        assertThat(answer.path("delivery").path("codes").values())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(code.stringValue()).matches("([A-Z0-9]{4}-){3}[A-Z0-9]{4}"));
    }

    @Test
    void aSocialServiceIsPricedByTheThousand() throws Exception {
        JsonNode answer = json(client.post(
                "/api/v1/orders",
                "{\"item_id\":401,\"checkout\":{\"smm_link\":\"https://example.com/p/1\",\"smm_quantity\":\"2500\"}}"));

        assertThat(answer.path("amount").stringValue()).isEqualTo("237.50");
        assertThat(simulator.book().purchasesFor("https://example.com/p/1")).hasSize(1);
    }

    @Test
    void aWalletThatDoesNotCoverTheOrderBuysNothing() throws Exception {
        HttpResponse<String> answer = client.post("/api/v1/orders", "{\"item_id\":205,\"player_id\":\"me\"}");

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(json(answer).path("error").stringValue()).isEqualTo("insufficient_balance");
        assertThat(simulator.book().purchases()).isEmpty();
    }

    @Test
    void whatIsNoOrderIsRefusedAndBuysNothing() throws Exception {
        assertError("{\"item_id\":101", 400, "validation");
        assertError("[]", 400, "validation");
        assertError("", 400, "validation");
        assertError("{\"player_id\":\"me\"}", 400, "validation");
        assertError("{\"item_id\":{},\"player_id\":\"me\"}", 400, "validation");
        assertError("{\"item_id\":101}", 400, "validation");
        assertError("{\"item_id\":101,\"player_id\":\"  \"}", 400, "validation");
        assertError("{\"item_id\":\"ml-86\",\"player_id\":\"me\"}", 400, "validation");
        assertError("{\"item_id\":101,\"player_id\":\"me\",\"quantity\":0}", 400, "validation");
        assertError("{\"item_id\":101,\"player_id\":\"me\",\"quantity\":1.5}", 400, "validation");
        assertError("{\"item_id\":101,\"player_id\":\"me\",\"quantity\":101}", 400, "validation");
        assertError("{\"item_id\":999,\"player_id\":\"me\"}", 404, "item_not_found");
        assertError("{\"pad\":\"%s\"}".formatted("x".repeat(Call.MAX_BODY)), 413, "payload_too_large");
        assertThat(simulator.book().purchases()).isEmpty();
    }

    @Test
    void unknownPathsAndMethodsAreAnsweredInJson() throws Exception {
        assertThat(json(client.get("/api/v1/nowhere")).path("error").stringValue())
                .isEqualTo("not_found");
        assertThat(client.get("/").statusCode()).isEqualTo(404);
        assertThat(client.get("/api/v1").statusCode()).isEqualTo(404);
        assertThat(client.post("/api/v1/orders/500001", "{}").statusCode()).isEqualTo(405);
        assertThat(client.get("/api/v1/orders/500001/cancel").statusCode()).isEqualTo(405);
        assertThat(client.post("/api/v1/me", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void anItemOutOfStockIsDefinite() throws Exception {
        simulator.catalog().stock("101", false);

        assertError("{\"item_id\":101,\"player_id\":\"me\"}", 409, "out_of_stock");
    }

    private void assertError(String body, int status, String error) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.post("/api/v1/orders", body);
        assertThat(answer.statusCode()).as(body).isEqualTo(status);
        assertThat(json(answer).path("ok").booleanValue()).isFalse();
        assertThat(json(answer).path("error").stringValue()).as(body).isEqualTo(error);
    }

    private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.method("GET", BodyPublishers.noBody()).build())
                .statusCode();
    }
}
