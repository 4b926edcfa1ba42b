package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(OutputCaptureExtension.class)
final class ItemsTest extends ApiTest {
    private static final String ITEMS = "/api/admin/v1/items";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private TransactionTemplate transactions;

    private String admin;

    @BeforeEach
    void signIn() {
        admin = store.admin();
    }

    @Test
    void a_manual_item_is_added_shown_and_ordered() {
        Reply added = add(manual().put("price", "123.00"));

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(added.string("price")).isEqualTo("123.00");
        assertThat(added.string("price_usd")).isEqualTo("1.025000");
        assertThat(added.string("source")).isEqualTo("manual");
        assertThat(added.json().path("active").asBoolean()).isTrue();
        assertThat(added.json().path("codes_free").isNull()).isTrue();
        shows(id(added), "123.00");
        TestStore.Reseller reseller = store.reseller("10.00");
        assertThat(order(reseller, id(added)).status()).isEqualTo(200);
        assertThat(store.balance(reseller).toShortString()).isEqualTo("8.975");
    }

    @ParameterizedTest
    @CsvSource({"0.01", "0.02", "1.00", "9.99", "123.45", "100.01", "99999.99", "33.33"})
    void what_is_typed_is_what_is_shown(String price) {
        Reply added = add(manual().put("price", price));

        assertThat(added.string("price")).isEqualTo(price);
    }

    @Test
    void a_change_of_price_shows_within_two_seconds_and_counts_at_once() {
        long id = id(add(manual().put("price", "120.00")));
        shows(id, "120.00");
        TestStore.Reseller reseller = store.reseller("10.00");

        Reply changed = patch(id, JSON.createObjectNode().put("price", "240.00"));

        assertThat(changed.string("price_usd")).isEqualTo("2.000000");
        Reply order = order(reseller, id);
        assertThat(order.string("charged_usd")).isEqualTo("2.000000");
        shows(id, "240.00");
        patch(id, JSON.createObjectNode().put("active", false));
        assertRefused(order(reseller, id), 404, "item_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            source          | "provider"     | source          | fixed
            source          | "air"          | source          | unknown
            name            | " "            | name            | required
            category        | null           | category        | required
            slug            | "Not A Slug"   | slug            | format
            price           | "0"            | price           | range
            price           | "-1.00"        | price           | format
            price           | "1.001"        | price           | format
            price           | 1              | price           | type
            price           | null           | price           | required
            price_usd       | "1.00"         | price           | ambiguous
            margin_percent  | "5"            | price           | ambiguous
            unit            | "12"           | unit            | range
            min_quantity    | 0              | min_quantity    | range
            min_quantity    | 2              | min_quantity    | range
            own_fields      | ["name"]       | own_fields      | fixed
            own_fields      | ["price"]      | own_fields      | unknown
            fields          | {}             | fields          | type
            fields          | [7]            | fields[0]       | type
            fields          | [{"name":"player_id","label":"x"}]                      | fields[0].name    | format
            fields          | [{"name":"cf_x"}]                                       | fields[0].label   | required
            fields          | [{"name":"cf_x","label":"x","type":"date"}]             | fields[0].type    | unknown
            fields          | [{"name":"cf_x","label":"x","pattern":"("}]             | fields[0].pattern | format
            fields          | [{"name":"cf_x","label":"x","type":"select"}]           | fields[0].options | required
            fields          | [{"name":"cf_x","label":"x"},{"name":"cf_x","label":"y"}] | fields[1].name  | taken
            active          | 1              | active          | type
            """)
    void what_is_wrong_with_a_field_is_said(String field, String value, String place, String code) {
        ObjectNode body = manual().put("price", "10.00");
        body.set(field, JSON.readTree(value));

        Reply reply = add(body);

        assertRefused(reply, 400, "validation");
        assertThat(reply.json().path("errors").path(0).path("field").asString()).isEqualTo(place);
        assertThat(reply.json().path("errors").path(0).path("code").asString()).isEqualTo(code);
    }

    @Test
    void a_price_below_cost_is_refused_with_both_figures() {
        Reply added = add(manual().put("price", "10.00").put("cost_usd", "1.00"));
        long id = id(add(manual().put("price", "120.00").put("cost_usd", "1.00")));
        Reply changed = patch(id, JSON.createObjectNode().put("price", "119.99"));

        for (Reply reply : List.of(added, changed)) {
            assertRefused(reply, 400, "validation");
            assertThat(reply.json().path("errors").path(0).path("code").asString())
                    .isEqualTo("below_cost");
            assertThat(reply.json().path("details").path("cost_usd").asString()).isEqualTo("1.000000");
            assertThat(reply.json().path("details").path("price_usd").asString())
                    .isNotBlank();
        }
        assertThat(get(id).path("price").asString()).isEqualTo("120.00");
    }

    @Test
    void an_items_slug_is_its_own() {
        ObjectNode body = manual().put("price", "10.00").put("name", "Köln Café " + UUID.randomUUID());
        Reply first = add(body);
        Reply second = add(body);

        assertThat(first.string("slug")).startsWith("koln-cafe-");
        assertThat(second.string("slug")).isEqualTo(first.string("slug") + "-" + id(second));
        Reply taken = add(body.put("slug", first.string("slug")));
        assertRefused(taken, 400, "validation");
        assertThat(taken.json().path("errors").path(0).path("code").asString()).isEqualTo("taken");
    }

    @Test
    void checkout_fields_hold_for_the_next_order() {
        long id = id(add(manual().put("price", "10.00")));
        ArrayNode fields = JSON.createArrayNode();
        fields.addObject()
                .put("name", "cf_server")
                .put("label", "Server")
                .put("type", "select")
                .putArray("options")
                .add("EU");
        ObjectNode change = JSON.createObjectNode();
        change.set("fields", fields);

        Reply changed = patch(id, change);

        assertThat(changed.json().path("fields").path(0).path("required").asBoolean())
                .isTrue();
        TestStore.Reseller reseller = store.reseller("10.00");
        assertRefused(order(reseller, id), 400, "validation");
        assertThat(http.post(
                                "/api/v1/orders",
                                reseller.key(),
                                "{\"item_id\":%d,\"checkout\":{\"cf_server\":\"EU\"}}".formatted(id))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void codes_are_stored_once_and_never_told(CapturedOutput output) {
        long id = id(add(manual().put("price", "10.00").put("source", "stock")));
        String mark = "SECRET-" + UUID.randomUUID();

        Reply added = addCodes(id, codes(mark + "-1", " " + mark + "-2 ", mark + "-1"));
        Reply again = addCodes(id, codes(mark + "-2", mark + "-3"));
        Reply test = addCodes(id, codes(mark + "-4").put("mode", "test"));
        Reply wrong = addCodes(id, codes(mark + "-5", mark + "\u0007"));

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(added.json().path("added").asInt()).isEqualTo(2);
        assertThat(added.json().path("duplicates").asInt()).isEqualTo(1);
        assertThat(added.json().path("duplicate_positions").path(0).asInt()).isEqualTo(2);
        assertThat(again.json().path("added").asInt()).isEqualTo(1);
        assertThat(again.json().path("duplicate_positions").path(0).asInt(-1)).isZero();
        assertThat(test.json().path("added").asInt()).isEqualTo(1);
        assertRefused(wrong, 400, "validation");
        assertThat(wrong.json().path("errors").path(0).path("field").asString()).isEqualTo("codes[1]");
        assertThat(get(id).path("codes_free").asInt()).isEqualTo(3);
        assertThat(get(id).path("test_codes_free").asInt()).isEqualTo(1);
        assertThat(get(id).path("in_stock").asBoolean()).isTrue();

        String audit = String.join(
                "\n",
                jdbc.sql("select row_to_json(a)::text as line from audit_entry a")
                        .query((row, _) -> row.getString("line"))
                        .list());
        assertThat(audit).contains("item.add_codes");
        assertThat(audit + added.text() + again.text() + wrong.text() + output.getAll())
                .doesNotContain(mark);
        TestStore.Reseller reseller = store.reseller("10.00");
        assertThat(order(reseller, id).status()).isEqualTo(200);
        assertThat(get(id).path("codes_free").asInt()).isEqualTo(2);
    }

    @Test
    void codes_are_refused_where_they_can_not_be() {
        long manual = id(add(manual().put("price", "10.00")));
        long stock = id(add(manual().put("price", "10.00").put("source", "stock")));

        assertRefused(addCodes(manual, codes("A")), 400, "validation");
        assertRefused(addCodes(999_999_999, codes("A")), 404, "item_not_found");
        assertRefused(addCodes(stock, codes()), 400, "validation");
        assertRefused(addCodes(stock, codes("x".repeat(256))), 400, "validation");
        assertRefused(addCodes(stock, codes(" ")), 400, "validation");
        assertRefused(http.post(ITEMS + "/" + stock + "/codes", admin, "{\"codes\":[1]}"), 400, "validation");
        assertRefused(http.post(ITEMS + "/" + stock + "/codes", admin, "{}"), 400, "validation");
        assertRefused(
                addCodes(
                        stock,
                        codes(IntStream.range(0, 10_001).mapToObj(i -> "c" + i).toArray(String[]::new))),
                400,
                "validation");
    }

    @Test
    void ten_thousand_codes_go_in_at_once() {
        long stock = id(add(manual().put("price", "10.00").put("source", "stock")));
        String mark = UUID.randomUUID().toString();

        Reply added = addCodes(
                stock, codes(IntStream.range(0, 10_000).mapToObj(i -> mark + i).toArray(String[]::new)));

        assertThat(added.json().path("added").asInt()).as(added.text()).isEqualTo(10_000);
    }

    @Test
    void an_imported_item_follows_a_margin_until_it_has_its_own_price() {
        long id = imported("1.000000", "1.100000");

        assertThat(patch(id, JSON.createObjectNode().put("margin_percent", "20"))
                        .string("price_usd"))
                .isEqualTo("1.200000");
        Reply own = patch(id, JSON.createObjectNode().put("price", "240.00"));
        assertThat(own.string("price_usd")).isEqualTo("2.000000");
        assertThat(own.json().path("own_price").asBoolean()).isTrue();
        Reply back = patch(id, JSON.createObjectNode().putNull("price"));
        assertThat(back.string("price_usd")).isEqualTo("1.200000");
        assertThat(back.json().path("own_price").asBoolean()).isFalse();
        Reply providers = patch(id, JSON.createObjectNode().putNull("margin_percent"));
        assertThat(providers.string("price_usd")).isEqualTo("1.100000");
        assertRefused(patch(id, JSON.createObjectNode().put("price_usd", "0.999999")), 400, "validation");
        assertRefused(patch(id, JSON.createObjectNode().put("margin_percent", "-1")), 400, "validation");
        assertRefused(patch(id, JSON.createObjectNode().put("cost_usd", "1.00")), 400, "validation");
    }

    @Test
    void switching_an_item_by_hand_forgets_that_an_import_removed_it() {
        long id = imported("1.000000", "1.100000");
        jdbc.sql("update item set active = false, removed_at = now() where id = :id")
                .param("id", id)
                .update();

        Reply switched = patch(id, JSON.createObjectNode().put("active", false));

        assertThat(switched.json().path("removed_at").isNull()).isTrue();
        assertThat(switched.json().path("active").asBoolean()).isFalse();
    }

    @Test
    void a_waiting_rise_is_shown_found_and_accepted() {
        long id = rising("1.000000", "1.100000", "2.000000", "2.200000");
        long calm = imported("1.000000", "1.100000");

        assertThat(get(id).path("pending_rise").path("cost_usd").asString()).isEqualTo("2.000000");
        assertThat(ids(http.get(ITEMS + "?price_changed=true", admin)))
                .contains(id)
                .doesNotContain(calm);
        Reply accepted = http.post(
                ITEMS + "/price-changes",
                admin,
                "{\"item_ids\":[%d,%d],\"reason\":\"told by them\"}".formatted(id, calm));
        assertThat(accepted.json().path("accepted").asInt()).as(accepted.text()).isEqualTo(1);
        assertThat(accepted.json().path("skips").path(0).path("item_id").asLong())
                .isEqualTo(calm);
        JsonNode item = get(id);
        assertThat(item.path("price_usd").asString()).isEqualTo("2.200000");
        assertThat(item.path("cost_usd").asString()).isEqualTo("2.000000");
        assertThat(item.path("pending_rise").isNull()).isTrue();
        assertThat(jdbc.sql("select reason from audit_entry where subject = :subject and action = 'item.accept_price'")
                        .param("subject", "item:" + id)
                        .query((row, _) -> row.getString("reason"))
                        .list())
                .containsExactly("told by them");
    }

    @Test
    void an_own_price_that_does_not_cover_the_rise_keeps_it_waiting_and_one_that_does_takes_it_over() {
        long id = rising("1.000000", "1.100000", "2.000000", "2.200000");
        patch(id, JSON.createObjectNode().put("price_usd", "1.50"));

        Reply accepted = http.post(ITEMS + "/price-changes", admin, "{\"item_ids\":[%d]}".formatted(id));
        assertThat(accepted.json().path("accepted").asInt(-1)).isZero();
        assertThat(accepted.json().path("skips").path(0).path("reason").asString())
                .contains("1.50 USD", "2.00 USD");

        Reply covered = patch(id, JSON.createObjectNode().put("price_usd", "2.50"));
        assertThat(covered.string("cost_usd")).isEqualTo("2.000000");
        assertThat(covered.json().path("pending_rise").isNull()).isTrue();
    }

    @Test
    void ten_thousand_rises_are_accepted_in_one_request() {
        long provider = get(store.providerItem("1.00")).path("provider_id").asLong();
        jdbc.sql("""
                insert into item (slug, name, product_name, category, source, price_micros, cost_micros, provider_id,
                                  external_id, active, pending_cost_micros, pending_price_micros, pending_since)
                select 'rise-' || :provider || '-' || n, 'Rise', 'Rise', 'games', 'provider', 110, 100, :provider,
                       'rise-' || n, false, 200, 220, now()
                  from generate_series(1, 10001) n
                """).param("provider", provider).update();

        Reply accepted = http.post(ITEMS + "/price-changes", admin, "{\"provider_id\":%d}".formatted(provider));

        assertThat(accepted.json().path("accepted").asInt()).as(accepted.text()).isEqualTo(10_000);
        assertThat(accepted.json().path("has_more").asBoolean()).isTrue();
        assertThat(jdbc.sql("""
                select count(*)
                  from item
                 where provider_id = :provider
                   and price_micros = 220
                   and cost_micros = 200
                """)
                        .param("provider", provider)
                        .query(Integer.class)
                        .single())
                .isEqualTo(10_000);
    }

    @Test
    void a_write_that_waits_too_long_for_another_is_told_so() throws Exception {
        long id = id(add(manual().put("price", "10.00")));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Thread other = Thread.ofVirtual()
                .start(() -> transactions.executeWithoutResult(_ -> {
                    jdbc.sql("select id from item where id = :id for update")
                            .param("id", id)
                            .query(Long.class)
                            .single();
                    locked.countDown();
                    await(answered);
                }));
        locked.await();

        Reply refused = patch(id, JSON.createObjectNode().put("price", "20.00"));

        answered.countDown();
        other.join();
        assertRefused(refused, 409, "request_in_progress");
        assertThat(get(id).path("price").asString()).isEqualTo("10.00");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void all_rises_of_a_provider_are_accepted_at_once() {
        long id = rising("1.000000", "1.100000", "2.000000", "2.200000");
        long provider = get(id).path("provider_id").asLong();

        Reply accepted = http.post(ITEMS + "/price-changes", admin, "{\"provider_id\":%d}".formatted(provider));

        assertThat(accepted.json().path("accepted").asInt()).isEqualTo(1);
        assertThat(accepted.json().path("has_more").asBoolean()).isFalse();
        for (String body : List.of(
                "{}",
                "{\"item_ids\":[]}",
                "{\"item_ids\":[\"1\"]}",
                "{\"item_ids\":[1],\"provider_id\":1}",
                "{\"item_ids\":7}")) {
            assertRefused(http.post(ITEMS + "/price-changes", admin, body), 400, "validation");
        }
    }

    @Test
    void the_list_is_filtered_by_each_of_its_filters() {
        String category = "cat-" + UUID.randomUUID();
        long manual =
                id(add(manual().put("price", "1.00").put("category", category).put("name", "Blue Whale 100%")));
        long stock = id(add(manual().put("price", "1.00")
                .put("category", category)
                .put("source", "stock")
                .put("active", false)));

        assertThat(ids(http.get(ITEMS + "?category=" + category, admin))).containsExactly(stock, manual);
        assertThat(ids(http.get(ITEMS + "?category=" + category + "&limit=1&after=" + stock, admin)))
                .containsExactly(manual);
        assertThat(ids(http.get(ITEMS + "?source=stock&category=" + category, admin)))
                .containsExactly(stock);
        assertThat(ids(http.get(ITEMS + "?active=true&category=" + category, admin)))
                .containsExactly(manual);
        assertThat(ids(http.get(ITEMS + "?category=" + category + "&q=bLUE+wHALE+100%25", admin)))
                .containsExactly(manual);
        assertThat(ids(http.get(ITEMS + "?category=" + category + "&q=_", admin)))
                .isEmpty();
        assertThat(ids(http.get(ITEMS + "?provider_id=1&category=" + category, admin)))
                .isEmpty();
        for (String query :
                List.of("source=air", "active=yes", "provider_id=x", "price_changed=1", "limit=201", "after=x")) {
            assertRefused(http.get(ITEMS + "?" + query, admin), 400, "validation");
        }
    }

    @Test
    void an_unknown_item_is_404() {
        for (String id : List.of("999999999", "x")) {
            assertRefused(http.get(ITEMS + "/" + id, admin), 404, "item_not_found");
            assertRefused(http.patch(ITEMS + "/" + id, admin, "{}"), 404, "item_not_found");
            assertRefused(http.patch(ITEMS + "/" + id, admin, "{\"active\":7}"), 400, "validation");
        }
    }

    @Test
    void resellers_may_neither_read_nor_write() {
        TestStore.Reseller reseller = store.reseller("1.00");
        long id = id(add(manual().put("price", "1.00")));

        assertRefused(http.get(ITEMS, reseller.key()), 403, "forbidden");
        assertRefused(http.get(ITEMS + "/" + id, reseller.key()), 403, "forbidden");
        assertRefused(http.patch(ITEMS + "/" + id, reseller.key(), "{}"), 403, "forbidden");
        assertRefused(http.post(ITEMS, reseller.key(), "{}"), 403, "forbidden");
        assertRefused(http.post(ITEMS + "/" + id + "/codes", reseller.key(), "{}"), 403, "forbidden");
        assertRefused(http.post(ITEMS + "/price-changes", reseller.key(), "{}"), 403, "forbidden");
    }

    private static ObjectNode manual() {
        return JSON.createObjectNode()
                .put("source", "manual")
                .put("name", "Item " + UUID.randomUUID())
                .put("category", "games");
    }

    private static ObjectNode codes(String... codes) {
        ObjectNode body = JSON.createObjectNode();
        List.of(codes).forEach(body.putArray("codes")::add);
        return body;
    }

    private Reply add(ObjectNode body) {
        return http.post(ITEMS, admin, body.toString());
    }

    private Reply addCodes(long id, ObjectNode body) {
        return http.post(ITEMS + "/" + id + "/codes", admin, body.toString());
    }

    private Reply patch(long id, ObjectNode body) {
        return http.patch(ITEMS + "/" + id, admin, body.toString());
    }

    private JsonNode get(long id) {
        return http.get(ITEMS + "/" + id, admin).json();
    }

    private Reply order(TestStore.Reseller reseller, long item) {
        return http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"ok\"}".formatted(item));
    }

    private void shows(long id, String price) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(
                                http.get("/api/v1/products/" + id, "").json().findValuesAsString("price"))
                        .containsExactly(price));
    }

    private static long id(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("item_id").asLong();
    }

    private static List<Long> ids(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json()
                .path("items")
                .valueStream()
                .map(item -> item.path("item_id").asLong())
                .collect(Collectors.toList());
    }

    /** An imported item of a provider with a margin of 10 percent. */
    private long imported(String cost, String price) {
        long id = store.providerItem(price);
        jdbc.sql("""
                update item
                   set cost_micros = :cost::numeric * 1000000
                 where id = :id
                """).param("cost", cost).param("id", id).update();
        jdbc.sql("""
                update provider
                   set margin_percent = 10
                 where id = (select provider_id from item where id = :id)
                """).param("id", id).update();
        return id;
    }

    private long rising(String cost, String price, String newCost, String newPrice) {
        long id = imported(cost, price);
        jdbc.sql("""
                update item
                   set pending_cost_micros = :cost::numeric * 1000000,
                       pending_price_micros = :price::numeric * 1000000,
                       pending_since = now()
                 where id = :id
                """)
                .param("cost", newCost)
                .param("price", newPrice)
                .param("id", id)
                .update();
        return id;
    }
}
