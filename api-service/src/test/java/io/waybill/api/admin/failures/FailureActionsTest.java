package io.waybill.api.admin.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKeys;
import io.waybill.account.Scope;
import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import io.waybill.order.Step;
import io.waybill.secret.KeySecret;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class FailureActionsTest extends ApiTest {
    private static final String ACTIONS = "/api/admin/v1/failures/actions";

    private String admin;
    private TestStore.Reseller reseller;
    private long item;

    @BeforeEach
    void fill() {
        admin = store.admin();
        reseller = store.reseller("100.00");
        item = store.providerItem("1.50");
    }

    private long order() {
        return order(item);
    }

    private long order(long ordered) {
        return http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"anna\",\"external_ref\":\"mine\"}".formatted(ordered))
                .orderId();
    }

    private Reply act(String fields, long... orders) {
        return http.post(ACTIONS, admin, body(fields, orders));
    }

    private static String body(String fields, long... orders) {
        String ids =
                String.join(",", LongStream.of(orders).mapToObj(Long::toString).toList());
        return "{" + fields + ",\"reason\":\"because\",\"order_ids\":[" + ids + "]}";
    }

    private static List<String> results(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return StreamSupport.stream(reply.json().path("results").spliterator(), false)
                .map(line -> line.path("order_id").asLong() + " "
                        + line.path("outcome").asString()
                        + (line.has("reason") ? " " + line.path("reason").asString() : ""))
                .toList();
    }

    @Test
    void a_retried_order_is_due_at_once() {
        long held = troubles.holdForFunds(order());

        Reply reply = act("\"action\":\"retry\"", held);

        assertThat(results(reply)).containsExactly(held + " done");
        assertThat(reply.string("amount")).isEqualTo("1.500000");
        assertThat(troubles.standing(held)).isEqualTo("pending not_bought");
        assertThat(jdbc.sql("select due_at <= now() from orders where id = :id")
                        .param("id", held)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(troubles.auditOf(held)).containsExactly("order.retry because");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("98.50"));
    }

    @Test
    void a_retry_that_the_price_guard_would_hold_again_is_skipped_until_the_item_allows_it() {
        long held = troubles.holdForPrice(order());

        Reply refused = act("\"action\":\"retry\"", held);

        assertThat(results(refused)).containsExactly(held + " skipped overpriced");
        assertThat(refused.json().path("results").path(0).path("message").asString())
                .contains("sell_below_cost", "refund");
        assertThat(planned(held)).isZero();
        assertThat(actions(held)).containsExactly("refund");
        assertThat(troubles.standing(held)).isEqualTo("on_hold/price_changed");

        assertThat(http.patch("/api/admin/v1/items/" + item, admin, "{\"sell_below_cost\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(planned(held)).isEqualTo(1);
        assertThat(actions(held)).contains("retry");
        assertThat(results(act("\"action\":\"retry\"", held))).containsExactly(held + " done");
        assertThat(troubles.standing(held)).isEqualTo("pending");
    }

    private int planned(long order) {
        return act("\"action\":\"retry\",\"dry_run\":true", order)
                .json()
                .path("planned")
                .asInt(-1);
    }

    private List<String> actions(long order) {
        return http.get("/api/admin/v1/orders/" + order, admin)
                .json()
                .path("actions")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void a_refunded_order_fails_and_its_money_is_back_once() {
        long held = troubles.holdForFunds(order());

        assertThat(results(act("\"action\":\"refund\"", held))).containsExactly(held + " done");
        assertThat(results(act("\"action\":\"refund\"", held))).containsExactly(held + " skipped not_held");

        assertThat(troubles.standing(held)).isEqualTo("failed/admin not_bought");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("100.00"));
        assertThat(troubles.auditOf(held)).containsExactly("order.refund because");
    }

    @Test
    void what_is_unknown_is_only_resolved() {
        long unknown = troubles.holdUnknown(order());

        assertThat(results(act("\"action\":\"refund\"", unknown)))
                .containsExactly(unknown + " skipped outcome_unknown");
        assertThat(results(act("\"action\":\"retry\"", unknown))).containsExactly(unknown + " skipped outcome_unknown");
        assertThat(results(act("\"action\":\"resolve\",\"outcome\":\"not_bought\"", unknown)))
                .containsExactly(unknown + " done");

        assertThat(troubles.standing(unknown)).isEqualTo("failed/admin not_bought");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("100.00"));
    }

    @Test
    void what_was_bought_completes_and_its_delivery_reaches_its_owner_only() {
        long unknown = troubles.holdUnknown(order());

        Reply reply = act(
                "\"action\":\"resolve\",\"outcome\":\"bought\",\"provider_order_id\":\"P-7\","
                        + "\"delivery\":{\"codes\":[\"SECRET-7\"],\"message\":\"enjoy\"}",
                unknown);

        assertThat(results(reply)).containsExactly(unknown + " done");
        assertThat(reply.text()).doesNotContain("SECRET-7");
        assertThat(troubles.standing(unknown)).isEqualTo("completed bought");
        assertThat(http.get("/api/v1/orders/" + unknown, reseller.key()).text()).contains("SECRET-7", "enjoy");
        String file = http.get("/api/admin/v1/orders/" + unknown, admin).text();
        assertThat(file)
                .contains("\"provider_order_id\":\"P-7\"", "\"codes\":1")
                .doesNotContain("SECRET-7");
        assertThat(jdbc.sql("select count(*) from audit_entry where (before::text || after::text) like '%SECRET%'")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("98.50"));
    }

    @Test
    void a_person_resolves_what_a_person_delivers() {
        long manual = store.manualItem("2.00");
        long delivered = order(manual);
        long refused = order(manual);

        assertThat(results(act("\"action\":\"retry\"", delivered)))
                .containsExactly(delivered + " skipped delivered_by_hand");
        assertThat(results(act(
                        "\"action\":\"resolve\",\"outcome\":\"bought\",\"delivery\":{\"message\":\"sent\"}",
                        delivered)))
                .containsExactly(delivered + " done");
        assertThat(results(act("\"action\":\"resolve\",\"outcome\":\"not_bought\"", refused)))
                .containsExactly(refused + " done");

        assertThat(troubles.standing(delivered)).isEqualTo("completed");
        assertThat(troubles.standing(refused)).isEqualTo("failed/admin");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("98.00"));
    }

    @Test
    void what_is_being_sent_or_was_bought_is_left_alone() {
        long sending = troubles.send(order());
        long bought = boughtAndNeverDelivered();

        for (String action : List.of(
                "\"action\":\"retry\"",
                "\"action\":\"refund\"",
                "\"action\":\"resolve\",\"outcome\":\"bought\"",
                "\"action\":\"resolve\",\"outcome\":\"not_bought\"")) {
            assertThat(results(act(action, sending))).containsExactly(sending + " skipped being_sent");
        }
        for (String action : List.of("\"action\":\"retry\"", "\"action\":\"resolve\",\"outcome\":\"not_bought\"")) {
            assertThat(results(act(action, bought))).containsExactly(bought + " skipped bought");
        }
        assertThat(results(act("\"action\":\"resolve\",\"outcome\":\"bought\"", bought)))
                .containsExactly(bought + " done");
        assertThat(troubles.standing(bought)).isEqualTo("completed bought");
    }

    @Test
    void what_was_bought_and_never_delivered_is_refunded_at_the_stores_cost_and_not_ordered_anew() {
        long bought = boughtAndNeverDelivered();

        assertThat(results(act("\"action\":\"refund\"", bought))).containsExactly(bought + " done");

        assertThat(troubles.standing(bought)).isEqualTo("failed/admin bought");
        assertThat(jdbc.sql("select note from late_success where order_id = :id")
                        .param("id", bought)
                        .query(String.class)
                        .list())
                .containsExactly("The order was on_hold when a person refunded it, though the provider had sold it.");
        assertThat(results(act("\"action\":\"reorder\"", bought))).containsExactly(bought + " skipped late_success");
    }

    private long boughtAndNeverDelivered() {
        long order = order();
        troubles.move(order, new Step.Claim());
        troubles.attempt(order, "bought");
        troubles.move(
                order,
                new Step.Accept("working on it"),
                new Step.Hold(io.waybill.order.HoldReason.MANUAL, null, "It takes too long."));
        return order;
    }

    @Test
    void a_failed_order_is_ordered_anew_once_at_the_present_price() {
        long failed = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        jdbc.sql("update item set price_micros = 2000000 where id = :id")
                .param("id", item)
                .update();

        Reply reply = act("\"action\":\"reorder\"", failed);
        long anew = reply.json().path("results").path(0).path("new_order_id").asLong();

        assertThat(results(reply)).containsExactly(failed + " done");
        assertThat(reply.string("amount")).isEqualTo("2.000000");
        assertThat(troubles.standing(anew)).isEqualTo("pending");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("98.00"));
        JsonNode copy = http.get("/api/admin/v1/orders/" + anew, admin).json();
        assertThat(copy.path("reorder_of").asLong()).isEqualTo(failed);
        assertThat(copy.path("player_id").asString()).isEqualTo("anna");
        assertThat(copy.path("external_ref").asString()).isEqualTo("mine");
        assertThat(http.get("/api/admin/v1/orders/" + failed, admin)
                        .json()
                        .path("reordered_as")
                        .asLong())
                .isEqualTo(anew);
        assertThat(http.get("/api/v1/orders/" + anew, reseller.key())
                        .json()
                        .path("timeline")
                        .path(0)
                        .path("note")
                        .asString())
                .isEqualTo("Ordered anew by the store for order " + failed + ".");

        Reply again = act("\"action\":\"reorder\"", failed);
        assertThat(results(again)).containsExactly(failed + " skipped reordered");
        assertThat(again.json().path("results").path(0).path("new_order_id").asLong())
                .isEqualTo(anew);
        assertThat(troubles.auditOf(failed)).containsExactly("order.reorder because");
        assertThat(store.ordersOf(reseller)).isEqualTo(2);
    }

    @Test
    void a_reorder_that_is_not_to_be_had_fails_alone() {
        TestStore.Reseller poor = store.reseller("1.50");
        long theirs = http.post("/api/v1/orders", poor.key(), "{\"item_id\":%d,\"player_id\":\"bob\"}".formatted(item))
                .orderId();
        troubles.fail(theirs, FailureCode.OUT_OF_STOCK);
        long ours = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        long late = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        troubles.lateSuccess(late);
        long pending = order();
        jdbc.sql("update item set price_micros = 1600000 where id = :id")
                .param("id", item)
                .update();

        Reply reply = act("\"action\":\"reorder\"", theirs, ours, late, pending, 999_999_999L);

        assertThat(results(reply))
                .containsExactly(
                        theirs + " failed insufficient_balance",
                        ours + " done",
                        late + " skipped late_success",
                        pending + " skipped not_failed",
                        "999999999 skipped order_not_found");
        assertThat(reply.json().path("planned").asInt()).isEqualTo(5);
        assertThat(reply.json().path("done").asInt()).isEqualTo(1);
        assertThat(reply.json().path("failed").asInt()).isEqualTo(1);
        assertThat(store.balance(poor)).isEqualTo(Usd.parse("1.50"));
    }

    @Test
    void a_dry_run_says_what_would_be_done_and_does_nothing() {
        long held = troubles.holdForFunds(order());
        long unknown = troubles.holdUnknown(order());

        Reply reply = http.post(
                ACTIONS,
                admin,
                "{\"action\":\"refund\",\"dry_run\":true,\"order_ids\":[%d,%d]}".formatted(held, unknown),
                "Idempotency-Key",
                "dry-" + held);

        assertThat(reply.json().path("planned").asInt()).isEqualTo(1);
        assertThat(reply.string("amount")).isEqualTo("1.500000");
        assertThat(reply.json().path("skipped").path(0).path("order_id").asLong())
                .isEqualTo(unknown);
        assertThat(reply.json().path("skipped").path(0).path("reason").asString())
                .isEqualTo("outcome_unknown");
        assertThat(troubles.standing(held)).isEqualTo("on_hold/provider_funds not_bought");
        assertThat(troubles.auditOf(held)).isEmpty();
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("97.00"));
    }

    @Test
    void a_dry_run_of_reorders_has_the_present_price_and_places_none() {
        long failed = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        jdbc.sql("update item set price_micros = 2000000 where id = :id")
                .param("id", item)
                .update();

        Reply reply = act("\"action\":\"reorder\",\"dry_run\":true", failed);

        assertThat(reply.json().path("planned").asInt()).isEqualTo(1);
        assertThat(reply.string("amount")).isEqualTo("2.000000");
        assertThat(store.ordersOf(reseller)).isEqualTo(1);
    }

    @Test
    void an_expected_version_must_be_the_present_one() {
        long unknown = troubles.holdUnknown(order());

        assertThat(results(act("\"action\":\"resolve\",\"outcome\":\"bought\",\"version\":2", unknown)))
                .containsExactly(unknown + " skipped version_changed");
        assertThat(troubles.standing(unknown)).isEqualTo("on_hold/outcome_unknown unknown");
        assertThat(results(act("\"action\":\"resolve\",\"outcome\":\"bought\",\"version\":3", unknown)))
                .containsExactly(unknown + " done");
    }

    @Test
    void a_query_takes_the_oldest_two_hundred_and_says_that_there_are_more() {
        List<Long> orders = IntStream.range(0, 3).mapToObj(_ -> order()).toList();
        orders.forEach(troubles::holdForFunds);
        troubles.holdUnknown(order());

        Reply plan = http.post(
                ACTIONS, admin, "{\"action\":\"refund\",\"dry_run\":true,\"query\":{\"item_id\":%d}}".formatted(item));
        assertThat(plan.json().path("planned").asInt()).isEqualTo(3);
        assertThat(plan.json().path("has_more").asBoolean()).isFalse();

        copies(orders.getLast(), 200);
        Reply more = http.post(
                ACTIONS,
                admin,
                "{\"action\":\"refund\",\"dry_run\":true,\"query\":{\"item_id\":%d,\"cause\":\"provider_funds\"}}"
                        .formatted(item));
        assertThat(more.json().path("planned").asInt()).isEqualTo(200);
        assertThat(more.json().path("has_more").asBoolean()).isTrue();
        assertThat(more.json().path("next").isString())
                .as("a text, as in lists")
                .isTrue();
        String next = more.string("next");
        for (String after : List.of("\"" + next + "\"", next)) {
            Reply rest = http.post(
                    ACTIONS,
                    admin,
                    "{\"action\":\"refund\",\"dry_run\":true,\"query\":{\"item_id\":%d,\"after\":%s}}"
                            .formatted(item, after));
            assertThat(rest.json().path("planned").asInt()).as(rest.text()).isEqualTo(3);
        }
    }

    @Test
    void a_real_run_says_where_a_query_goes_on_as_a_text_too() {
        long first = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        copies(troubles.holdForFunds(order()), 200);

        Reply run = http.post(
                ACTIONS,
                admin,
                "{\"action\":\"retry\",\"reason\":\"paid\",\"query\":{\"item_id\":%d,\"after\":\"%d\"}}"
                        .formatted(item, first));

        assertThat(run.json().path("done").asInt()).as(run.text()).isEqualTo(200);
        assertThat(run.json().path("next").isString()).isTrue();
    }

    /** Held like this one, for a plan only: nothing was charged for them. */
    private void copies(long order, int count) {
        jdbc.sql("""
                insert into orders (id, account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing,
                                    provider_id, external_id, quantity, price_micros, charged_micros, amount, currency,
                                    rate, status, hold_reason)
                select nextval('order_id_seq'), account_id, wallet_id, api_key_id, mode, item_id, item_name, source, billing,
                       provider_id, external_id, quantity, price_micros, charged_micros, amount, currency,
                       rate, status, hold_reason
                  from orders
                 cross join generate_series(1, :count)
                 where id = :id
                """).param("id", order).param("count", count).update();
    }

    @Test
    void a_query_acts_on_what_it_matches_and_leaves_others() {
        long one = troubles.holdForFunds(order());
        long two = troubles.holdForFunds(order());
        long other = troubles.holdForFunds(order(store.providerItem("1.00")));

        Reply reply = http.post(
                ACTIONS,
                admin,
                "{\"action\":\"retry\",\"reason\":\"paid\",\"query\":{\"cause\":\"provider_funds\",\"item_id\":%d}}"
                        .formatted(item));

        assertThat(results(reply)).containsExactly(one + " done", two + " done");
        assertThat(troubles.standing(other)).isEqualTo("on_hold/provider_funds not_bought");
    }

    @Test
    void a_query_without_a_mode_means_live_orders() {
        long manual = store.manualItem("2.00");
        long live = order(manual);
        long test = testOrder(manual);
        String query = "{\"action\":\"refund\",\"reason\":\"x\",\"query\":{\"item_id\":%d%s}}";

        assertThat(results(http.post(ACTIONS, admin, query.formatted(manual, ""))))
                .containsExactly(live + " done");
        assertThat(troubles.standing(test)).isEqualTo("on_hold/manual");
        assertThat(results(http.post(ACTIONS, admin, query.formatted(manual, ",\"mode\":\"test\""))))
                .containsExactly(test + " done");
    }

    private long testOrder(long manual) {
        return http.post(
                        "/api/v1/orders",
                        store.testKey(reseller, "100.00"),
                        "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(manual))
                .orderId();
    }

    @Test
    void live_and_test_orders_are_never_acted_on_together() {
        long manual = store.manualItem("2.00");
        long live = order(manual);
        long another = order(manual);
        long test = testOrder(manual);

        for (String action : List.of("\"action\":\"refund\"", "\"action\":\"refund\",\"dry_run\":true")) {
            Reply mixed = act(action, live, test, another);
            assertInvalid(mixed, "order_ids", "mixed_modes");
            assertThat(mixed.string("message")).endsWith("These are test: " + test);
        }
        Reply mostlyTest = act("\"action\":\"refund\"", live, test, testOrder(manual));
        assertThat(mostlyTest.string("message")).endsWith("These are live: " + live);

        assertThat(troubles.standing(live)).isEqualTo("on_hold/manual");
        assertThat(troubles.standing(test)).isEqualTo("on_hold/manual");
        assertThat(troubles.auditOf(live)).isEmpty();
        assertThat(results(act("\"action\":\"refund\"", test, 999_999_999L)))
                .containsExactly(test + " done", "999999999 skipped order_not_found");
    }

    @Test
    void of_many_orders_of_the_other_mode_the_first_are_named() {
        long manual = store.manualItem("2.00");
        long live = order(manual);
        copies(live, 24);
        copies(testOrder(manual), 30);
        long[] all = jdbc
                .sql("select id from orders where item_id = :item order by id")
                .param("item", manual)
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();

        Reply mixed = act("\"action\":\"refund\",\"dry_run\":true", all);

        assertInvalid(mixed, "order_ids", "mixed_modes");
        assertThat(mixed.string("message"))
                .contains("These are live: " + live + ", ")
                .endsWith(" and 5 more");
    }

    @Test
    void a_repeat_under_the_same_key_does_nothing_and_is_answered_the_same() {
        long failed = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        String key = "reorder-" + failed;

        Reply first = http.post(ACTIONS, admin, body("\"action\":\"reorder\"", failed), "Idempotency-Key", key);
        Reply second = http.post(ACTIONS, admin, body("\"action\":\"reorder\"", failed), "Idempotency-Key", key);
        Reply other = http.post(ACTIONS, admin, body("\"action\":\"refund\"", failed), "Idempotency-Key", key);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertRefused(other, 422, "idempotency_key_reused");
        assertThat(store.ordersOf(reseller)).isEqualTo(2);
        assertThat(troubles.auditOf(failed)).hasSize(1);
    }

    @Test
    void eight_admins_who_order_anew_at_the_same_moment_place_one_order() {
        long failed = troubles.fail(order(), FailureCode.OUT_OF_STOCK);
        long held = troubles.holdForFunds(order());

        List<CompletableFuture<Reply>> running = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> act(i % 2 == 0 ? "\"action\":\"reorder\"" : "\"action\":\"refund\"", held, failed)))
                .toList();

        long done = running.stream()
                .map(CompletableFuture::join)
                .mapToLong(reply -> reply.json().path("done").asLong())
                .sum();
        // The held one is refunded once; then it has failed too, and may be ordered anew as well.
        assertThat(done).isIn(2L, 3L);
        assertThat(store.ordersOf(reseller)).isEqualTo(2 + done - 1);
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse(done == 2 ? "98.50" : "97.00"));
        assertThat(troubles.auditOf(failed)).hasSize(1);
    }

    @Test
    void what_is_wrong_with_an_action_is_named_and_nothing_is_done() {
        long held = troubles.holdForFunds(order());
        String one = "\"order_ids\":[" + held + "]";
        assertWrong("{\"action\":\"refund\"," + one + "}", "reason");
        assertWrong("{\"reason\":\"x\"," + one + "}", "action");
        assertWrong("{\"action\":\"burn\",\"reason\":\"x\"," + one + "}", "action");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\"}", "order_ids");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"query\":{\"item_id\":1}," + one + "}", "order_ids");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"order_ids\":[]}", "order_ids");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"order_ids\":[1.5]}", "order_ids");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"order_ids\":\"1\"}", "order_ids");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"query\":{}}", "query");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"query\":{\"cause\":\"x\"}}", "query.cause");
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"query\":{\"item_id\":1,\"provder_id\":2}}", "query");
        for (String after : List.of("\"x\"", "-1", "1.5", "\"12.3\"", "9999999999999999999", "[]")) {
            assertWrong(
                    "{\"action\":\"refund\",\"reason\":\"x\",\"query\":{\"item_id\":1,\"after\":" + after + "}}",
                    "query.after");
        }
        assertWrong("{\"action\":\"resolve\",\"reason\":\"x\"," + one + "}", "outcome");
        assertWrong("{\"action\":\"refund\",\"outcome\":\"bought\",\"reason\":\"x\"," + one + "}", "outcome");
        assertWrong(
                "{\"action\":\"resolve\",\"outcome\":\"bought\",\"version\":1,\"reason\":\"x\",\"order_ids\":[1,2]}",
                "version");
        assertWrong(
                "{\"action\":\"resolve\",\"outcome\":\"bought\",\"delivery\":{},\"reason\":\"x\"," + one + "}",
                "delivery");
        assertWrong(
                "{\"action\":\"resolve\",\"outcome\":\"not_bought\",\"delivery\":{\"message\":\"m\"},\"reason\":\"x\","
                        + one + "}",
                "delivery");
        String many = String.join(
                ",", LongStream.rangeClosed(1, 201).mapToObj(Long::toString).toList());
        assertWrong("{\"action\":\"refund\",\"reason\":\"x\",\"order_ids\":[" + many + "]}", "order_ids");
        assertThat(troubles.standing(held)).isEqualTo("on_hold/provider_funds not_bought");
    }

    private void assertWrong(String body, String field) {
        Reply reply = http.post(ACTIONS, admin, body);
        assertRefused(reply, 400, "validation");
        assertThat(StreamSupport.stream(reply.json().path("errors").spliterator(), false)
                        .map(error -> error.path("field").asString()))
                .as(reply.text())
                .contains(field);
    }

    @Test
    void an_admin_who_may_only_read_acts_on_nothing() {
        long held = troubles.holdForFunds(order());
        long reader = jdbc.sql(
                        "insert into account (email, name, role) values (:email, 'Reader', 'admin') returning id")
                .param("email", "reader-" + held + "@example.com")
                .query(Long.class)
                .single();
        jdbc.sql("insert into wallet (account_id, mode) values (:id, 'live'), (:id, 'test')")
                .param("id", reader)
                .update();
        String key = store.keys()
                .create(new ApiKeys.NewKey(
                        reader, KeySecret.Kind.ADMIN_LIVE, Set.of(Scope.ADMIN_READ), List.of(), null))
                .secret()
                .reveal();

        assertThat(http.get("/api/admin/v1/failures", key).status()).isEqualTo(200);
        assertRefused(http.post(ACTIONS, key, body("\"action\":\"refund\"", held)), 403, "forbidden");
        assertThat(troubles.standing(held)).isEqualTo("on_hold/provider_funds not_bought");
    }
}
