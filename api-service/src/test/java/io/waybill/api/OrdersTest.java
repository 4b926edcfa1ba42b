package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.Step;
import io.waybill.secret.SecretBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

final class OrdersTest extends ApiTest {
    @Autowired
    private MoveOrders moveOrders;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private SecretBox secretBox;

    private Reply order(TestStore.Reseller reseller, long item, String... headers) {
        return http.post("/api/v1/orders", reseller.key(), body(item), headers);
    }

    private static String body(long item) {
        return "{\"item_id\":%d,\"player_id\":\"user@example.com\"}".formatted(item);
    }

    private void move(long orderId, Step step) {
        transactions.executeWithoutResult(_ -> assertThat(
                        moveOrders.apply(List.of(new Move(orderId, step))).get(orderId))
                .isInstanceOf(MoveOrders.Result.Moved.class));
    }

    @Test
    void an_order_is_charged_and_answered_as_the_contract_says() {
        TestStore.Reseller reseller = store.reseller("10.25");
        Reply reply = order(reseller, store.providerItem("1.025"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text())
                .startsWith(
                        ("{\"ok\":true,\"order_id\":%d,\"status\":\"pending\",\"amount\":\"123.00\",\"currency\":\"BDT\","
                                        + "\"final\":false,\"version\":1,\"mode\":\"live\",\"charged_usd\":\"1.025000\","
                                        + "\"balance_after\":\"9.225000\",\"external_ref\":null,\"created_at\":\"")
                                .formatted(reply.orderId()));
        assertThat(reply.json().has("warnings")).isFalse();
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.225"));
    }

    @Test
    void an_order_is_read_with_its_timeline_by_its_owner_only() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long id = order(reseller, store.providerItem("1.00")).orderId();

        JsonNode read = http.get("/api/v1/orders/" + id, reseller.key()).json();

        assertThat(read.path("ok").asBoolean()).isTrue();
        assertThat(read.path("balance_after").asString()).isEqualTo("9.000000");
        assertThat(read.path("refunded_usd").asString()).isEqualTo("0.000000");
        assertThat(read.path("delivery").isNull()).isTrue();
        assertThat(read.path("hold_reason").isNull()).isTrue();
        assertThat(read.path("failure_code").isNull()).isTrue();
        assertThat(read.path("timeline").path(0).path("status").asString()).isEqualTo("pending");
        assertThat(read.path("timeline").path(0).path("at").asString()).endsWith("Z");

        assertRefused(http.get("/api/v1/orders/" + id, store.reseller("0").key()), 404, "order_not_found");
        for (String unknown : List.of("999999999", "abc", "0", "-1", "1.5", "99999999999999999999", "batch")) {
            assertRefused(http.get("/api/v1/orders/" + unknown, reseller.key()), 404, "order_not_found");
        }
    }

    @Test
    void codes_from_stock_are_shown_to_their_owner_only() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.stockItem("1.00", 2);
        Reply placed = http.post(
                "/api/v1/orders",
                reseller.key(),
                "{\"item_id\":%d,\"player_id\":\"a\",\"quantity\":2}".formatted(item));
        assertThat(placed.string("status")).as(placed.text()).isEqualTo("completed");

        JsonNode delivery = http.get("/api/v1/orders/" + placed.orderId(), reseller.key())
                .json()
                .path("delivery");

        assertThat(delivery.path("codes").size()).isEqualTo(2);
        assertThat(delivery.path("codes").path(0).asString()).startsWith("CODE-" + item + "-");
        assertThat(http.get(
                                "/api/v1/orders/" + placed.orderId(),
                                store.reseller("0").key())
                        .text())
                .doesNotContain("CODE-");
        assertRefused(order(reseller, item), 409, "out_of_stock");
    }

    @Test
    void what_a_provider_delivered_is_opened_for_the_owner() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long id = order(reseller, store.providerItem("1.00")).orderId();
        move(id, new Step.Claim());
        move(
                id,
                new Step.Complete(
                        secretBox.seal("{\"codes\":[\"ABC\"],\"message\":\"enjoy\"}", "order:" + id), "delivered"));

        JsonNode read = http.get("/api/v1/orders/" + id, reseller.key()).json();

        assertThat(read.path("status").asString()).isEqualTo("completed");
        assertThat(read.path("final").asBoolean()).isTrue();
        assertThat(read.path("delivery").toString()).isEqualTo("{\"codes\":[\"ABC\"],\"message\":\"enjoy\"}");
        assertThat(read.path("timeline").size()).isEqualTo(3);
    }

    @Test
    void a_failed_order_says_why_and_shows_the_refund() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long id = order(reseller, store.providerItem("1.00")).orderId();
        move(id, new Step.Claim());
        move(id, new Step.Hold(HoldReason.PROVIDER_DOWN, Duration.ofSeconds(60), "the provider is down"));
        assertThat(http.get("/api/v1/orders/" + id, reseller.key()).string("hold_reason"))
                .isEqualTo("provider_down");
        move(id, new Step.Claim());
        move(id, new Step.Fail(FailureCode.ITEM_GONE, "gone"));

        Reply read = http.get("/api/v1/orders/" + id, reseller.key());

        assertThat(read.string("failure_code")).isEqualTo("item_gone");
        assertThat(read.string("refunded_usd")).isEqualTo("1.000000");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
    }

    @Test
    void the_same_key_gives_the_same_order_quoted_or_not_and_another_body_is_refused() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.providerItem("1.00");
        Reply first = order(reseller, item, "Idempotency-Key", "key-1");
        Reply again = order(reseller, item, "Idempotency-Key", "\"key-1\"");
        Reply other = order(reseller, store.providerItem("1.00"), "Idempotency-Key", "key-1");

        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.orderId()).isEqualTo(first.orderId());
        assertThat(again.string("balance_after")).isEqualTo(first.string("balance_after"));
        assertRefused(other, 422, "idempotency_key_reused");
        assertThat(store.ordersOf(reseller)).isEqualTo(1);
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.00"));
    }

    @Test
    void an_idempotency_key_has_1_to_255_characters() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.providerItem("1.00");

        assertThat(order(reseller, item, "Idempotency-Key", "k".repeat(255)).status())
                .isEqualTo(200);
        assertThat(order(reseller, item, "Idempotency-Key", "\"" + "q".repeat(255) + "\"")
                        .status())
                .isEqualTo(200);
        for (String key : List.of("k".repeat(256), "\"\"", "")) {
            assertRefused(order(reseller, item, "Idempotency-Key", key), 400, "validation");
        }
        assertRefused(order(reseller, item, "Idempotency-Key", "a", "Idempotency-Key", "b"), 400, "validation");
    }

    @Test
    void the_refusals_of_the_reference_have_their_status_and_cost_nothing() {
        TestStore.Reseller poor = store.reseller("0.50");
        long item = store.providerItem("1.00");

        Reply broke = order(poor, item);
        assertRefused(broke, 402, "insufficient_balance");
        assertThat(broke.string("retry")).isEqualTo("after_topup");
        assertThat(broke.json().path("details").path("required").asString()).isEqualTo("1.00");
        assertThat(broke.json().path("details").path("available").asString()).isEqualTo("0.50");

        assertRefused(order(poor, 999_999_999), 404, "item_not_found");
        assertRefused(order(poor, store.stockItem("0.10", 0)), 409, "out_of_stock");
        assertRefused(http.post("/api/v1/orders", poor.key(), "{\"item_id\":%d}".formatted(item)), 400, "validation");
        Reply changed = http.post(
                "/api/v1/orders",
                poor.key(),
                "{\"item_id\":%d,\"player_id\":\"a\",\"expected_price\":\"119.99\"}".formatted(item));
        assertRefused(changed, 409, "price_changed");
        assertThat(changed.string("retry")).isEqualTo("new_request");
        assertThat(store.balance(poor)).isEqualTo(Usd.parse("0.50"));
        assertThat(store.ordersOf(poor)).isZero();
    }

    @Test
    void while_wallet_checkout_is_off_orders_are_503_and_say_when_to_come_back() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.providerItem("1.00");
        jdbc.sql("update settings set wallet_checkout = false").update();
        try {
            Reply reply = order(reseller, item);
            assertRefused(reply, 503, "wallet_disabled");
            assertThat(reply.string("retry")).isEqualTo("after_delay");
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        } finally {
            jdbc.sql("update settings set wallet_checkout = true").update();
        }
    }

    @Test
    void unknown_fields_are_ignored_and_named() {
        TestStore.Reseller reseller = store.reseller("10.00");
        Reply reply = http.post(
                "/api/v1/orders",
                reseller.key(),
                "{\"item_id\":%d,\"player_id\":\"a\",\"colour\":\"red\",\"external_ref\":\"mine\"}"
                        .formatted(store.providerItem("1.00")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("warnings").toString()).isEqualTo("[\"unknown field colour\"]");
        assertThat(reply.string("external_ref")).isEqualTo("mine");
    }

    @Test
    void checkout_values_that_the_item_has_no_field_for_are_left_out_and_named() {
        TestStore.Reseller reseller = store.reseller("10.00");
        String order = "{\"item_id\":%d,\"player_id\":\"a\",\"checkout\":{\"cf_zone\":\"7\",\"cf_blank\":\"\"}}"
                .formatted(store.providerItem("1.00"));

        for (String path : List.of("/api/v1/orders", "/api/v1/orders/validate")) {
            Reply reply = http.post(path, reseller.key(), order);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("warnings").toString()).isEqualTo("[\"unknown field checkout.cf_zone\"]");
        }
        Reply batch = http.post("/api/v1/orders/batch", reseller.key(), "{\"orders\":[" + order + "]}");
        assertThat(batch.json().path("results").path(0).path("warnings").toString())
                .isEqualTo("[\"unknown field checkout.cf_zone\"]");
    }

    @Test
    void validate_makes_all_checks_and_has_no_effect() {
        TestStore.Reseller reseller = store.reseller("1.50");
        long item = store.providerItem("1.00");

        for (int i = 0; i < 2; i++) {
            Reply fine = http.post("/api/v1/orders/validate", reseller.key(), body(item));
            assertThat(fine.status()).as(fine.text()).isEqualTo(200);
            assertThat(fine.text()).isEqualTo("{\"ok\":true}");
        }
        assertRefused(
                http.post("/api/v1/orders/validate", reseller.key(), body(store.providerItem("2.00"))),
                402,
                "insufficient_balance");
        assertRefused(http.post("/api/v1/orders/validate", reseller.key(), body(999_999_999)), 404, "item_not_found");
        assertRefused(
                http.post("/api/v1/orders/validate", reseller.key(), body(store.stockItem("1.00", 0))),
                409,
                "out_of_stock");
        assertRefused(http.post("/api/v1/orders/validate", reseller.key(), "[]"), 400, "validation");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("1.50"));
        assertThat(store.ordersOf(reseller)).isZero();
    }

    @Test
    void a_pending_order_is_canceled_and_refunded_once() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long id = order(reseller, store.providerItem("1.00")).orderId();

        Reply canceled = http.call("POST", "/api/v1/orders/" + id + "/cancel", reseller.key());
        Reply again = http.call("POST", "/api/v1/orders/" + id + "/cancel", reseller.key());

        assertThat(canceled.status()).as(canceled.text()).isEqualTo(200);
        assertThat(canceled.string("status")).isEqualTo("canceled");
        assertThat(canceled.string("refunded_usd")).isEqualTo("1.000000");
        assertThat(again.text()).isEqualTo(canceled.text());
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
    }

    @Test
    void a_long_timeline_is_read_by_its_beginning_and_its_end() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long order = order(reseller, store.providerItem("1.00")).orderId();
        for (int change = 2; change <= 60; change++) {
            move(order, new Step.Hold(HoldReason.PROVIDER_DOWN, null, "change " + change));
        }

        for (JsonNode read : List.of(
                http.get("/api/v1/orders/" + order, reseller.key()).json(),
                http.get("/api/v1/orders", reseller.key()).json().path("orders").get(0))) {
            List<String> notes = new ArrayList<>();
            read.path("timeline").forEach(entry -> notes.add(entry.path("note").asString()));
            assertThat(read.path("timeline").get(0).path("status").asString()).isEqualTo("pending");
            assertThat(notes).hasSize(50).endsWith("change 60");
            assertThat(notes.get(1)).isEqualTo("change 12");
        }
    }

    @Test
    void what_is_under_way_or_over_can_not_be_canceled() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long held = order(reseller, store.manualItem("1.00")).orderId();
        long delivered = order(reseller, store.stockItem("1.00", 1)).orderId();
        long claimed = order(reseller, store.providerItem("1.00")).orderId();
        move(claimed, new Step.Claim());

        for (long id : List.of(held, delivered, claimed)) {
            Reply reply = http.call("POST", "/api/v1/orders/" + id + "/cancel", reseller.key());
            assertRefused(reply, 409, "not_cancelable");
            assertThat(reply.string("message")).contains("Order " + id);
        }
        move(claimed, new Step.Accept("on its way"));
        assertRefused(
                http.call("POST", "/api/v1/orders/" + claimed + "/cancel", reseller.key()), 409, "not_cancelable");
        assertRefused(http.call("POST", "/api/v1/orders/999999999/cancel", reseller.key()), 404, "order_not_found");
        long anothers =
                order(store.reseller("10.00"), store.providerItem("1.00")).orderId();
        assertRefused(
                http.call("POST", "/api/v1/orders/" + anothers + "/cancel", reseller.key()), 404, "order_not_found");
    }

    @Test
    void orders_are_listed_newest_first_filtered_and_in_pages() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.providerItem("0.10");
        List<Long> ids = IntStream.range(0, 5)
                .mapToObj(i -> http.post(
                                "/api/v1/orders",
                                reseller.key(),
                                "{\"item_id\":%d,\"player_id\":\"a\",\"external_ref\":\"ref-%d\"}".formatted(item, i))
                        .orderId())
                .toList();
        long manual = order(reseller, store.manualItem("0.10")).orderId();

        assertThat(listed(reseller, ""))
                .containsExactly(manual, ids.get(4), ids.get(3), ids.get(2), ids.get(1), ids.get(0));
        assertThat(listed(reseller, "?status=on_hold")).containsExactly(manual);
        assertThat(listed(reseller, "?status=on_hold,pending")).hasSize(6);
        assertThat(listed(reseller, "?external_ref=ref-2")).containsExactly(ids.get(2));
        assertThat(listed(reseller, "?item_id=" + item)).hasSize(5);
        assertThat(listed(reseller, "?ids=" + ids.get(0) + "," + manual + ",999999999"))
                .containsExactly(manual, ids.get(0));
        assertThat(listed(reseller, "?created_from=2999-01-01")).isEmpty();
        assertThat(listed(reseller, "?created_to=2000-01-01T00:00:00Z")).isEmpty();
        assertThat(listed(reseller, "?created_from=2000-01-01&created_to=2999-01-01&status=&limit="))
                .hasSize(6);

        JsonNode first = http.get("/api/v1/orders?limit=4", reseller.key()).json();
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(first.path("orders").path(0).has("timeline")).isTrue();
        JsonNode second = http.get(
                        "/api/v1/orders?limit=4&after=" + first.path("next").asString(), reseller.key())
                .json();
        assertThat(second.path("orders").size()).isEqualTo(2);
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(listed(store.reseller("0"), "?ids=" + manual)).isEmpty();
    }

    private List<Long> listed(TestStore.Reseller reseller, String query) {
        Reply reply = http.get("/api/v1/orders" + query, reseller.key());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json()
                .path("orders")
                .valueStream()
                .map(order -> order.path("order_id").asLong())
                .toList();
    }

    @Test
    void nonsense_in_the_query_of_the_list_is_400() {
        TestStore.Reseller reseller = store.reseller("0");
        for (String query : List.of(
                "limit=0",
                "limit=1000",
                "status=done",
                "ids=a",
                "ids=1,,2",
                "item_id=x",
                "created_from=yesterday",
                "created_from=%2B999999999-12-31T23:59:59Z",
                "created_to=-999999999-01-01T00:00:00Z",
                "after=x",
                "external_ref=%00",
                "external_ref=%ff",
                "external_ref=" + "x".repeat(300))) {
            assertRefused(http.get("/api/v1/orders?" + query, reseller.key()), 400, "validation");
        }
    }

    @Test
    void who_prefers_to_wait_gets_the_end_of_the_order_as_soon_as_it_comes() {
        TestStore.Reseller reseller = store.reseller("10.00");
        long item = store.providerItem("1.00");
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> order(reseller, item, "Prefer", "wait=20"));
        org.awaitility.Awaitility.await().until(() -> store.ordersOf(reseller) == 1);
        long id = listed(reseller, "").getFirst();
        assertThat(waiting).isNotDone();

        move(id, new Step.Claim());
        move(id, new Step.Complete(secretBox.seal("{\"codes\":[],\"message\":\"done\"}", "order:" + id), "delivered"));

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
        Reply reply = waiting.join();
        assertThat(reply.string("status")).isEqualTo("completed");
        assertThat(reply.json().path("delivery").path("message").asString()).isEqualTo("done");
    }

    @Test
    void who_waits_in_vain_is_answered_in_time() {
        TestStore.Reseller reseller = store.reseller("10.00");

        Reply reply = order(reseller, store.providerItem("1.00"), "Prefer", "respond-async, wait=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.string("status")).isEqualTo("pending");
    }
}
