package io.waybill.api.admin.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.order.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class AdminOrdersTest extends ApiTest {
    private String admin;
    private TestStore.Reseller reseller;

    @BeforeEach
    void fill() {
        admin = store.admin();
        reseller = store.reseller("100.00");
    }

    private long order(TestStore.Reseller buyer, long item, String ref) {
        Reply reply = http.post(
                "/api/v1/orders",
                buyer.key(),
                "{\"item_id\":%d,\"player_id\":\"anna@example.com\",\"external_ref\":\"%s\"}".formatted(item, ref));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.orderId();
    }

    private List<Long> found(String query) {
        Reply reply = http.get("/api/admin/v1/orders?" + query, admin);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return StreamSupport.stream(reply.json().path("orders").spliterator(), false)
                .map(order -> order.path("order_id").asLong())
                .toList();
    }

    @Test
    void orders_of_all_resellers_are_found_by_each_filter_newest_first() {
        TestStore.Reseller other = store.reseller("100.00");
        long item = store.providerItem("1.00");
        long manual = store.manualItem("2.00");
        long first = order(reseller, item, "first");
        long failed = troubles.fail(order(other, item, "second"), FailureCode.ITEM_GONE);
        long held = troubles.holdForFunds(order(reseller, item, "third"));
        long byHand = order(other, manual, "fourth");
        long provider = troubles.providerOf(first);
        String ours = "&ids=" + first + "," + failed + "," + held + "," + byHand;

        assertThat(found(ours.substring(1))).containsExactly(byHand, held, failed, first);
        assertThat(found("account_id=" + reseller.accountId())).containsExactly(held, first);
        assertThat(found("account_id=" + other.accountId() + "&mode=live")).containsExactly(byHand, failed);
        assertThat(found("account_id=" + other.accountId() + "&mode=test")).isEmpty();
        assertThat(found("mode=live,test" + ours)).hasSize(4);
        assertThat(found("status=failed" + ours)).containsExactly(failed);
        assertThat(found("status=failed,pending" + ours)).containsExactly(failed, first);
        assertThat(found("hold_reason=provider_funds" + ours)).containsExactly(held);
        assertThat(found("hold_reason=provider_funds,manual" + ours)).containsExactly(byHand, held);
        assertThat(found("failure_code=item_gone&item_id=" + item)).containsExactly(failed);
        assertThat(found("item_id=" + item)).containsExactly(held, failed, first);
        assertThat(found("provider_id=" + provider)).containsExactly(held, failed, first);
        assertThat(found("source=manual&item_id=" + manual)).containsExactly(byHand);
        assertThat(found("billing=provider" + ours)).isEmpty();
        assertThat(found("billing=wallet" + ours)).hasSize(4);
        assertThat(found("created_from=2020-01-01" + ours)).containsExactly(byHand, held, failed, first);
        assertThat(found("created_to=2020-01-01" + ours)).isEmpty();
    }

    @Test
    void an_external_ref_is_found_whoever_gave_it() {
        TestStore.Reseller other = store.reseller("100.00");
        long item = store.providerItem("1.00");
        String ref = "ref-" + reseller.accountId();
        long one = order(reseller, item, ref);
        long two = order(other, item, ref);
        order(other, item, ref + "-other");

        assertThat(found("external_ref=" + ref)).containsExactly(two, one);
        assertThat(found("external_ref=" + ref + "&account_id=" + reseller.accountId()))
                .containsExactly(one);
    }

    @Test
    void pages_follow_one_another_by_id_and_by_time() {
        long item = store.providerItem("1.00");
        List<Long> orders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            orders.addFirst(order(reseller, item, "page"));
        }

        assertThat(pages("item_id=" + item)).isEqualTo(orders);
        assertThat(pages("item_id=" + item + "&created_from=2020-01-01")).isEqualTo(orders);
        assertThat(pages("account_id=" + reseller.accountId())).isEqualTo(orders);
        assertThat(pages("account_id=" + reseller.accountId() + "&item_id=" + item + "&created_from=2020-01-01"))
                .isEqualTo(orders);
        assertThat(pages("item_id=" + item + "&status=pending&source=provider")).isEqualTo(orders);
        assertThat(pages("status=pending,failed&item_id=" + item)).isEqualTo(orders);
        assertThat(pages("external_ref=page&item_id=" + item)).isEqualTo(orders);
    }

    @Test
    void after_an_id_that_no_order_has_the_list_goes_on_below_it() {
        long item = store.providerItem("1.00");
        long older = order(reseller, item, "gap");
        long unused =
                jdbc.sql("select nextval('order_id_seq')").query(Long.class).single();
        long newer = order(reseller, item, "gap");

        for (String query : List.of("item_id=" + item, "account_id=" + reseller.accountId() + "&item_id=" + item)) {
            assertThat(listed(query + "&after=" + unused)).as(query).containsExactly(older);
            assertThat(listed(query + "&after=999999999999")).as(query).containsExactly(newer, older);
            assertThat(listed(query + "&after=0")).as(query).isEmpty();
        }
    }

    private List<Long> listed(String query) {
        return http.get("/api/admin/v1/orders?" + query, admin)
                .json()
                .path("orders")
                .valueStream()
                .map(order -> order.path("order_id").asLong())
                .toList();
    }

    private List<Long> pages(String query) {
        List<Long> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = http.get("/api/admin/v1/orders?limit=2&" + query + after, admin)
                    .json();
            page.path("orders").forEach(order -> all.add(order.path("order_id").asLong()));
            assertThat(page.path("has_more").asBoolean())
                    .isEqualTo(!page.path("next").isNull());
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asString();
        } while (!after.isEmpty());
        return all;
    }

    @Test
    void a_listed_order_says_whose_it_is_but_neither_recipient_nor_delivery() {
        long stock = store.stockItem("1.00", 1);
        long order = order(reseller, stock, "listed");

        String text = http.get("/api/admin/v1/orders?ids=" + order, admin).text();

        assertThat(text)
                .contains("\"account_email\":\"" + reseller.email() + "\"", "\"charged_usd\":\"1.000000\"")
                .doesNotContain("anna@example.com", "CODE-", "delivery");
    }

    @Test
    void what_is_wrong_with_a_filter_is_named() {
        for (String query : List.of(
                "status=gone",
                "hold_reason=x",
                "failure_code=x",
                "mode=prod",
                "source=x",
                "billing=x",
                "ids=a",
                "account_id=a",
                "item_id=-1",
                "created_from=yesterday",
                "limit=201",
                "after=x")) {
            Reply reply = http.get("/api/admin/v1/orders?" + query, admin);
            assertRefused(reply, 400, "validation");
            assertThat(reply.json().path("errors").path(0).path("field").asString())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void an_order_is_read_with_money_timeline_and_what_was_tried() {
        long order = troubles.fail(order(reseller, store.providerItem("1.50"), "file"), FailureCode.OUT_OF_STOCK);
        troubles.lateSuccess(order);
        jdbc.sql("""
                update attempt
                   set late_answer = '[{"send":1,"outcome":"delivered","http_status":200,"delivery_sealed":"c2VjcmV0"}]'
                 where order_id = :order
                """).param("order", order).update();

        Reply reply = http.get("/api/admin/v1/orders/" + order, admin);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode file = reply.json();
        assertThat(file.path("status").asString()).isEqualTo("failed");
        assertThat(file.path("failure_code").asString()).isEqualTo("out_of_stock");
        assertThat(file.path("player_id").asString()).isEqualTo("anna@example.com");
        assertThat(file.path("account").path("email").asString()).isEqualTo(reseller.email());
        assertThat(file.path("api_key_id").asLong()).isEqualTo(reseller.keyId());
        assertThat(file.path("refunded_usd").asString()).isEqualTo("1.500000");
        assertThat(words(file.path("transfers"), "kind")).containsExactly("charge", "refund");
        assertThat(words(file.path("timeline"), "status")).containsExactly("pending", "processing", "failed");
        JsonNode attempt = file.path("attempts").path(0);
        assertThat(attempt.path("state").asString()).isEqualTo("not_bought");
        assertThat(attempt.path("reference").asString()).isEqualTo("reference-" + order);
        assertThat(attempt.path("exchanges").path(0).path("http_status").asInt())
                .isEqualTo(500);
        assertThat(attempt.path("exchanges").path(0).path("answer").asString()).isEqualTo("Oops (masked)");
        assertThat(attempt.path("late_answers").path(0).path("outcome").asString())
                .isEqualTo("delivered");
        assertThat(file.path("late_successes").path(0).path("cost_usd").asString())
                .isEqualTo("0.700000");
        assertThat(file.path("actions").size()).isZero();
        assertThat(reply.text()).doesNotContain("c2VjcmV0", "delivery_sealed");
    }

    @Test
    void exchanges_have_their_time_in_utc_and_no_status_where_there_was_no_answer() {
        long order = troubles.holdUnknown(order(reseller, store.providerItem("1.50"), "lost"));
        jdbc.sql("""
                update attempt
                   set evidence = jsonb_build_object('answers', jsonb_build_array(
                         jsonb_build_object('send', 1, 'outcome', 'unknown', 'http_status', 0,
                                            'at', timestamptz '2026-01-01 06:00:00.25+06'),
                         jsonb_build_object('send', 2, 'outcome', 'unknown')))
                 where order_id = :order
                """).param("order", order).update();

        JsonNode exchanges = http.get("/api/admin/v1/orders/" + order, admin)
                .json()
                .path("attempts")
                .path(0)
                .path("exchanges");

        assertThat(exchanges.path(0).path("at").asString()).isEqualTo("2026-01-01T00:00:00.250Z");
        assertThat(exchanges.path(1).path("at").isNull()).isTrue();
        for (JsonNode exchange : exchanges) {
            assertThat(exchange.path("http_status").isNull()).isTrue();
        }
    }

    @Test
    void what_an_order_brought_is_counted_and_never_shown() {
        long order = order(reseller, store.stockItem("1.00", 1), "codes");

        Reply reply = http.get("/api/admin/v1/orders/" + order, admin);

        assertThat(reply.json().path("delivered").path("codes").asInt()).isEqualTo(1);
        assertThat(reply.text()).doesNotContain("CODE-", reseller.key());
    }

    @Test
    void an_unknown_order_is_404_and_a_reseller_may_see_none() {
        long order = order(reseller, store.providerItem("1.00"), "mine");

        for (String unknown : List.of("999999999", "abc", "-1", "99999999999999999999")) {
            assertRefused(http.get("/api/admin/v1/orders/" + unknown, admin), 404, "order_not_found");
        }
        assertRefused(http.get("/api/admin/v1/orders/" + order, reseller.key()), 403, "forbidden");
        assertRefused(http.get("/api/admin/v1/orders", reseller.key()), 403, "forbidden");
        assertRefused(http.get("/api/admin/v1/orders", ""), 401, "unauthorized");
    }

    private static List<String> words(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(element -> element.path(field).asString())
                .toList();
    }
}
