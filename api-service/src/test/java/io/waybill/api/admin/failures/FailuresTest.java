package io.waybill.api.admin.failures;

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

final class FailuresTest extends ApiTest {
    private String admin;
    private TestStore.Reseller reseller;
    private long item;
    private long held;
    private long unknown;
    private long failed;
    private long lateOne;
    private long byHand;

    @BeforeEach
    void fill() {
        admin = store.admin();
        reseller = store.reseller("100.00");
        item = store.providerItem("1.50");
        held = troubles.holdForFunds(order(item));
        unknown = troubles.holdUnknown(order(item));
        failed = troubles.fail(order(item), FailureCode.ITEM_GONE);
        lateOne = troubles.fail(order(item), FailureCode.PROVIDER_REFUSED);
        troubles.lateSuccess(lateOne);
        byHand = order(store.manualItem("2.00"));
        order(item);
    }

    private long order(long ordered) {
        return http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(ordered))
                .orderId();
    }

    private JsonNode failures(String query) {
        Reply reply = http.get("/api/admin/v1/failures?account_id=" + reseller.accountId() + query, admin);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> rows(JsonNode list) {
        return StreamSupport.stream(list.path("failures").spliterator(), false)
                .map(row ->
                        row.path("order_id").asLong() + " " + row.path("cause").asString())
                .toList();
    }

    @Test
    void the_inbox_has_what_failed_is_held_or_was_bought_after_all() {
        JsonNode list = failures("");

        assertThat(rows(list))
                .containsExactly(
                        byHand + " manual",
                        lateOne + " late_success",
                        lateOne + " provider_refused",
                        failed + " item_gone",
                        unknown + " outcome_unknown",
                        held + " provider_funds");
        assertThat(actions(list, 0)).containsExactly("refund", "resolve");
        assertThat(actions(list, 1)).isEmpty();
        assertThat(actions(list, 3)).containsExactly("reorder");
        assertThat(actions(list, 4)).containsExactly("resolve");
        assertThat(actions(list, 5)).containsExactly("retry", "refund");
        JsonNode late = list.path("failures").path(1);
        assertThat(late.path("amount").asString()).isEqualTo("0.700000");
        assertThat(late.path("age_seconds").asLong()).isBetween(0L, 600L);
        JsonNode last = list.path("failures").path(4).path("last_attempt");
        assertThat(last.path("state").asString()).isEqualTo("unknown");
        assertThat(last.path("evidence").asString()).isEqualTo("status 500 HTTP 500: Oops (masked)");
        assertThat(list.path("failures").path(5).path("amount").asString()).isEqualTo("1.500000");
    }

    private static List<String> actions(JsonNode list, int row) {
        return StreamSupport.stream(
                        list.path("failures").path(row).path("actions").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void each_filter_narrows_the_inbox() {
        assertThat(rows(failures("&cause=provider_funds"))).containsExactly(held + " provider_funds");
        assertThat(rows(failures("&cause=item_gone,manual")))
                .containsExactly(byHand + " manual", failed + " item_gone");
        assertThat(rows(failures("&cause=late_success"))).containsExactly(lateOne + " late_success");
        assertThat(rows(failures("&item_id=" + item))).hasSize(5);
        assertThat(rows(failures("&provider_id=" + troubles.providerOf(held)))).hasSize(5);
        assertThat(rows(failures("&mode=test"))).isEmpty();
        assertThat(rows(failures("&from=2020-01-01"))).hasSize(6);
        assertThat(rows(failures("&to=2020-01-01"))).isEmpty();
        assertRefused(http.get("/api/admin/v1/failures?cause=bad_luck", admin), 400, "validation");
        assertRefused(http.get("/api/admin/v1/failures?after=1.2.3", admin), 400, "validation");
    }

    @Test
    void pages_follow_one_another_also_between_the_two_rows_of_one_order() {
        List<String> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = failures("&limit=1" + after);
            all.addAll(rows(page));
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asString();
        } while (!after.isEmpty());

        assertThat(all).isEqualTo(rows(failures("")));
    }

    @Test
    void groups_count_by_cause_provider_and_item() {
        long second = troubles.fail(order(item), FailureCode.ITEM_GONE);
        JsonNode groups = http.get("/api/admin/v1/failures/groups?account_id=" + reseller.accountId(), admin)
                .json();

        JsonNode largest = groups.path("groups").path(0);
        assertThat(second).isPositive();
        assertThat(groups.path("groups").size()).isEqualTo(6);
        assertThat(largest.path("cause").asString()).isEqualTo("item_gone");
        assertThat(largest.path("count").asLong()).isEqualTo(2);
        assertThat(largest.path("amount").asString()).isEqualTo("3.000000");
        assertThat(largest.path("item_id").asLong()).isEqualTo(item);
        assertThat(largest.path("oldest_seconds").asLong()).isBetween(0L, 600L);
        assertThat(http.get("/api/admin/v1/failures/groups?limit=2&account_id=" + reseller.accountId(), admin)
                        .json()
                        .path("has_more")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void test_orders_are_a_group_of_their_own() {
        long ordered = store.manualItem("2.00");
        order(ordered);
        String body = "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(ordered);
        assertThat(http.post("/api/v1/orders", store.testKey(reseller, "100.00"), body)
                        .orderId())
                .isPositive();

        JsonNode groups = http.get("/api/admin/v1/failures/groups?item_id=" + ordered, admin)
                .json()
                .path("groups");

        assertThat(groups.size()).isEqualTo(2);
        assertThat(groups.path(0).path("mode").asString()).isEqualTo("live");
        assertThat(groups.path(0).path("amount").asString()).isEqualTo("2.000000");
        assertThat(groups.path(1).path("mode").asString()).isEqualTo("test");
        assertThat(groups.path(1).path("amount").asString()).isEqualTo("2.000000");
    }

    @Test
    void a_reseller_sees_no_inbox() {
        assertRefused(http.get("/api/admin/v1/failures", reseller.key()), 403, "forbidden");
        assertRefused(http.get("/api/admin/v1/failures/groups", reseller.key()), 403, "forbidden");
        assertRefused(http.post("/api/admin/v1/failures/actions", reseller.key(), "{}"), 403, "forbidden");
    }
}
