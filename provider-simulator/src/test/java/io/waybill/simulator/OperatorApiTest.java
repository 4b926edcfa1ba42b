package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OperatorApiTest {

    private final ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory());
    private final StoreClient client = new StoreClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void ordersAreFoundByReferenceAndRecipient() throws Exception {
        client.send(client.order("anna", "ref-1").build());
        client.send(client.order("anna", "ref-2").build());
        client.post("/api/v1/orders", "{\"item_id\":101,\"player_id\":\"b&c d\",\"external_ref\":\"ref-3\"}");

        assertThat(ids("")).containsExactly(500_001L, 500_002L, 500_003L);
        assertThat(ids("?reference=ref-2")).containsExactly(500_002L);
        assertThat(ids("?reference=ref-3")).containsExactly(500_003L);
        assertThat(ids("?recipient=anna")).containsExactly(500_001L, 500_002L);
        assertThat(ids("?recipient=b%26c+d")).containsExactly(500_003L);
        assertThat(ids("?reference=ref-1&recipient=ben")).isEmpty();
        assertThat(ids("?after=500001&limit=1")).containsExactly(500_002L);
    }

    @Test
    void aPageOfOrdersLeadsToTheNext() throws Exception {
        for (int number = 0; number < 3; number++) {
            client.order("anna");
        }

        JsonNode first = json(client.get("/simulator/orders?limit=2"));
        JsonNode second = json(client.get(
                "/simulator/orders?limit=2&after=" + first.path("next").longValue()));

        assertThat(first.path("has_more").booleanValue()).isTrue();
        assertThat(second.path("orders").size()).isEqualTo(1);
        assertThat(second.path("has_more").booleanValue()).isFalse();
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void anOrderInTheBookTellsEverythingThatCameWithIt() throws Exception {
        client.send(client.order("slow-1", "ref-1").build());

        JsonNode order = json(client.get("/simulator/orders")).path("orders").path(0);

        assertThat(order.path("account").stringValue()).isEqualTo(SimulatorOptions.DEFAULT_ACCOUNT);
        assertThat(order.path("item_id").stringValue()).isEqualTo("101");
        assertThat(order.path("quantity").intValue()).isEqualTo(1);
        assertThat(order.path("recipient").stringValue()).isEqualTo("slow-1");
        assertThat(order.path("amount").stringValue()).isEqualTo("23.00");
        assertThat(order.path("charged_usd").stringValue()).isEqualTo("0.191667");
        assertThat(order.path("idempotency_key").stringValue()).isEqualTo("ref-1");
        assertThat(order.path("behaviour").stringValue()).isEqualTo("slow");
    }

    @Test
    void theSummaryNamesWhatWasBoughtTwice() throws Exception {
        client.send(client.order("anna", "ref-1").build());
        client.send(client.order("anna", "ref-1").build());
        client.order("ben");

        JsonNode summary = json(client.get("/simulator/summary"));

        assertThat(summary.path("purchases").intValue()).isEqualTo(3);
        assertThat(summary.path("distinct_references").intValue()).isEqualTo(1);
        assertThat(summary.path("recipients_bought_more_than_once").intValue()).isEqualTo(1);
        assertThat(summary.path("references").path("ref-1").intValue()).isEqualTo(2);
        assertThat(summary.path("balances")
                        .path(SimulatorOptions.DEFAULT_ACCOUNT)
                        .stringValue())
                .isEqualTo("999999.424999");
    }

    @Test
    void theCatalogChangesFromOutside() throws Exception {
        HttpResponse<String> changed = client.post("/simulator/catalog", """
                {"put":[{"item_id":"x1","product_name":"X","pack":"1","price":"7.00","fields":["cf_id"]}],
                 "remove":[102,"ml-86"],"reprice":{"101":"24.00"},"stock":{"103":false},"bad_rows":[{"price":1}]}
                """);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed).path("items").intValue()).isEqualTo(45);
        assertThat(json(client.order("anna")).path("amount").stringValue()).isEqualTo("24.00");
        assertThat(client.get("/api/v1/products").body())
                .contains("{\"price\":1}")
                .contains("\"cf_id\"");

        client.post("/simulator/catalog", "{\"reset\":true,\"generate\":{\"count\":500}}");
        assertThat(simulator.catalog().items()).hasSize(500);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        assertThat(client.post("/simulator/catalog", "{").statusCode()).isEqualTo(400);
        assertThat(client.post("/simulator/catalog", "{\"reprice\":{\"1\":\"1.00\"}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/catalog", "{\"put\":[{}]}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/catalog", "{\"remove\":[{}]}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/catalog", "{\"generate\":{\"count\":-1}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/outage", "{\"outage\":\"flood\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/accounts", "{\"account\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/accounts", "{\"add\":\"much\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("/simulator/settings", "{\"slow_delay_ms\":-1}").statusCode())
                .isEqualTo(400);
        assertThat(client.get("/simulator/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void anOutageBeginsAndEndsFromOutside() throws Exception {
        client.post("/simulator/outage", "{\"outage\":\"unavailable\"}");
        assertThat(client.get("/api/v1/health").statusCode()).isEqualTo(503);
        client.post("/simulator/outage", "{\"outage\":\"none\"}");
        assertThat(client.get("/api/v1/health").statusCode()).isEqualTo(200);

        assertThat(client.post("/simulator/outage", "{\"outage\":\"refused\",\"seconds\":0.5}")
                        .statusCode())
                .isEqualTo(200);
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> client.get("/api/v1/me")).isInstanceOf(ConnectException.class));
        await().ignoreExceptions().until(() -> client.get("/api/v1/health").statusCode() == 200);
    }

    @Test
    void moneyComesAndGoes() throws Exception {
        client.post("/simulator/accounts", "{\"add\":\"-1000000.00\"}");
        assertThat(client.order("anna").statusCode()).isEqualTo(402);
        HttpResponse<String> added = client.post("/simulator/accounts", "{\"add\":\"5.00\"}");
        assertThat(json(added).path("balance").stringValue()).isEqualTo("5.00");
        assertThat(client.order("anna").statusCode()).isEqualTo(200);
    }

    @Test
    void settingsChangeFromOutside() throws Exception {
        client.post("/simulator/settings", "{\"honours_idempotency\":true,\"slow_delay_ms\":1}");
        client.send(client.order("slow", "ref-1").build());
        client.send(client.order("slow", "ref-1").build());

        assertThat(simulator.book().purchases()).hasSize(1);
        assertThat(json(client.get("/simulator/settings")).path("slow_delay_ms").intValue())
                .isEqualTo(1);
    }

    @Test
    void theWordsCanBeAskedFor() throws Exception {
        assertThat(client.get("/simulator/behaviours").body()).contains("\"bought-then-timeout\"");
    }

    private List<Long> ids(String query) throws Exception {
        return json(client.get("/simulator/orders" + query)).path("orders").values().stream()
                .map(order -> order.path("order_id").longValue())
                .toList();
    }
}
