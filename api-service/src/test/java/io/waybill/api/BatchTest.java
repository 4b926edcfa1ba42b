package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.money.Usd;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class BatchTest extends ApiTest {
    @Test
    void each_element_is_answered_in_its_place_as_an_order_or_an_error() {
        TestStore.Reseller reseller = store.reseller("1.50");
        long item = store.providerItem("1.00");
        Reply reply = http.post("/api/v1/orders/batch", reseller.key(), """
                {"orders":[
                  {"item_id":%d,"player_id":"a","external_ref":"first"},
                  {"item_id":"x"},
                  {"item_id":999999999,"player_id":"a"},
                  7,
                  {"item_id":%d,"player_id":"a"},
                  {"item_id":%d,"player_id":"a","surprise":1,"quantity":0}
                ],"more":true}
                """.formatted(item, item, item));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode results = reply.json().path("results");
        assertThat(results.size()).isEqualTo(6);
        assertThat(results.path(0).path("ok").asBoolean()).isTrue();
        assertThat(results.path(0).path("external_ref").asString()).isEqualTo("first");
        assertThat(results.path(1).path("error").asString()).isEqualTo("validation");
        assertThat(results.path(1).path("errors").path(0).path("field").asString())
                .isEqualTo("item_id");
        assertThat(results.path(2).path("error").asString()).isEqualTo("item_not_found");
        assertThat(results.path(3).path("error").asString()).isEqualTo("validation");
        assertThat(results.path(4).path("error").asString()).isEqualTo("insufficient_balance");
        assertThat(results.path(5).path("errors").path(0).path("field").asString())
                .isEqualTo("quantity");
        assertThat(results.path(5).path("request_id").asString()).startsWith("req_");
        assertThat(reply.json().path("warnings").toString()).contains("unknown field more");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("0.50"));
    }

    @Test
    void a_batch_can_be_repeated_under_one_key_or_one_for_each_element() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.providerItem("1.00");
        String byHeader = "{\"orders\":[{\"item_id\":%d,\"player_id\":\"a\"},{\"item_id\":%d,\"player_id\":\"a\"}]}"
                .formatted(item, item);
        String byElement =
                "{\"orders\":[{\"item_id\":%d,\"player_id\":\"a\",\"idempotency_key\":\"e1\"}]}".formatted(item);

        List<Long> first = ids(http.post("/api/v1/orders/batch", reseller.key(), byHeader, "Idempotency-Key", "b1"));
        List<Long> again = ids(http.post("/api/v1/orders/batch", reseller.key(), byHeader, "Idempotency-Key", "b1"));
        List<Long> element = ids(http.post("/api/v1/orders/batch", reseller.key(), byElement));
        Reply elementAgain = http.post("/api/v1/orders/batch", reseller.key(), byElement, "Idempotency-Key", "b2");

        assertThat(first).doesNotHaveDuplicates().hasSize(2).isEqualTo(again);
        assertThat(ids(elementAgain)).isEqualTo(element);
        assertThat(elementAgain
                        .json()
                        .path("results")
                        .path(0)
                        .path("idempotent_replayed")
                        .asBoolean())
                .isTrue();
        assertThat(store.ordersOf(reseller)).isEqualTo(3);
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("7.00"));
    }

    @Test
    void five_hundred_orders_fit_and_one_more_does_not() {
        TestStore.Reseller reseller = store.reseller("100.00");
        String one = "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(store.providerItem("0.01"));

        Reply full = http.post("/api/v1/orders/batch", reseller.key(), batchOf(one, 500));
        assertThat(full.status()).isEqualTo(200);
        assertThat(ids(full)).doesNotHaveDuplicates().doesNotContain(0L).hasSize(500);
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("95.00"));

        assertRefused(http.post("/api/v1/orders/batch", reseller.key(), batchOf(one, 501)), 400, "validation");
        assertThat(store.ordersOf(reseller)).isEqualTo(500);
    }

    @Test
    void an_envelope_that_is_none_is_refused_whole() {
        TestStore.Reseller reseller = store.reseller("1.00");
        for (String body : List.of(
                "{}", "[]", "{\"orders\":[]}", "{\"orders\":{}}", "{\"orders\":null}", "{\"orders\":\"x\"}", "")) {
            assertRefused(http.post("/api/v1/orders/batch", reseller.key(), body), 400, "validation");
        }
        assertRefused(
                http.post("/api/v1/orders/batch", reseller.key(), "{\"orders\":[\"" + "x".repeat(1 << 20) + "\"]}"),
                413,
                "payload_too_large");
    }

    private static String batchOf(String order, int times) {
        return IntStream.range(0, times).mapToObj(_ -> order).collect(Collectors.joining(",", "{\"orders\":[", "]}"));
    }

    private static List<Long> ids(Reply reply) {
        return reply.json()
                .path("results")
                .valueStream()
                .map(result -> result.path("order_id").asLong())
                .toList();
    }
}
