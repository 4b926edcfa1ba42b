package io.waybill.api.admin.rejections;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RejectionsListTest extends ApiTest {
    private static final String REJECTIONS = "/api/admin/v1/rejections";

    private String admin;
    private TestStore.Reseller reseller;

    @BeforeEach
    void enter() {
        admin = store.admin();
        reseller = store.reseller("0");
    }

    private JsonNode list(String query) {
        Reply reply = http.get(REJECTIONS + query, admin);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("rejections");
    }

    private JsonNode ofReseller(String filter, int expected) {
        String query = "?account_id=" + reseller.accountId() + filter;
        Awaitility.await().untilAsserted(() -> assertThat(list(query).size()).isEqualTo(expected));
        return list(query);
    }

    @Test
    void a_refused_order_is_listed_with_who_when_which_item_why_and_its_masked_body() {
        long item = store.manualItem("5.00");
        Reply refused = http.post(
                "/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"secret-player\"}".formatted(item));

        JsonNode row = ofReseller("", 1).path(0);

        assertThat(row.path("request_id").asString()).isEqualTo(refused.string("request_id"));
        assertThat(Instant.parse(row.path("at").asString())).isNotNull();
        assertThat(row.path("account_id").asLong()).isEqualTo(reseller.accountId());
        assertThat(row.path("api_key_id").asLong()).isEqualTo(reseller.keyId());
        assertThat(row.path("method").asString()).isEqualTo("POST");
        assertThat(row.path("path").asString()).isEqualTo("/api/v1/orders");
        assertThat(row.path("item_id").asLong()).isEqualTo(item);
        assertThat(row.path("http_status").asInt()).isEqualTo(402);
        assertThat(row.path("error").asString()).isEqualTo("insufficient_balance");
        assertThat(row.path("message").asString()).isNotBlank();
        assertThat(row.path("body").asString())
                .contains("\"player_id\":\"***\"")
                .doesNotContain("secret-player");
    }

    @Test
    void rejections_are_found_by_error_status_item_and_time_and_by_all_of_them() {
        long item = store.manualItem("5.00");
        http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(item));
        http.post("/api/v1/orders", reseller.key(), "{\"item_id\":999999999,\"player_id\":\"a\"}");
        http.get("/api/v1/orders/1", reseller.key());
        JsonNode all = ofReseller("", 3);

        assertThat(errors(all)).containsExactly("order_not_found", "item_not_found", "insufficient_balance");
        assertThat(errors(ofReseller("&http_status=404", 2))).containsExactly("order_not_found", "item_not_found");
        assertThat(errors(ofReseller("&error=item_not_found", 1))).containsExactly("item_not_found");
        assertThat(errors(ofReseller("&error=item_not_found&http_status=404", 1)))
                .containsExactly("item_not_found");
        assertThat(errors(ofReseller("&error=item_not_found&http_status=402", 0)))
                .isEmpty();
        assertThat(errors(ofReseller("&item_id=" + item, 1))).containsExactly("insufficient_balance");
        assertThat(errors(ofReseller("&item_id=" + item + "&error=insufficient_balance", 1)))
                .containsExactly("insufficient_balance");
        String middle = all.path(1).path("at").asString();
        assertThat(errors(ofReseller("&from=" + middle, 2))).containsExactly("order_not_found", "item_not_found");
        assertThat(errors(ofReseller("&to=" + middle, 1))).containsExactly("insufficient_balance");
        assertThat(list("?item_id=" + item).size()).isEqualTo(1);
    }

    private static List<String> errors(JsonNode rejections) {
        return rejections
                .valueStream()
                .map(rejection -> rejection.path("error").asString())
                .toList();
    }

    @Test
    void pages_follow_one_another_without_a_gap_across_errors() {
        for (int i = 0; i < 3; i++) {
            http.get("/api/v1/orders/1", reseller.key());
            http.post("/api/v1/orders", reseller.key(), "{}");
        }
        List<String> all = ids(ofReseller("", 6));

        Reply first = http.get(REJECTIONS + "?account_id=" + reseller.accountId() + "&limit=4", admin);
        Reply second = http.get(
                REJECTIONS + "?account_id=" + reseller.accountId() + "&limit=4&after=" + first.string("next"), admin);

        assertThat(first.json().path("has_more").asBoolean()).isTrue();
        assertThat(second.json().path("has_more").asBoolean(true)).isFalse();
        assertThat(ids(first.json().path("rejections"))).isEqualTo(all.subList(0, 4));
        assertThat(ids(second.json().path("rejections"))).isEqualTo(all.subList(4, 6));
    }

    private static List<String> ids(JsonNode rejections) {
        return rejections
                .valueStream()
                .map(rejection -> rejection.path("request_id").asString())
                .toList();
    }

    @Test
    void who_had_no_key_is_listed_as_nobody() {
        Reply refused = http.get("/api/v1/me", "");

        Awaitility.await()
                .untilAsserted(() -> assertThat(list("?error=unauthorized&limit=200")
                                .valueStream()
                                .filter(row -> row.path("request_id").asString().equals(refused.string("request_id"))))
                        .singleElement()
                        .satisfies(row ->
                                assertThat(row.path("account_id").isNull()).isTrue()));
    }

    @Test
    void numbers_are_counted_by_day_and_error() {
        http.get("/api/v1/orders/1", reseller.key());

        Awaitility.await()
                .untilAsserted(() -> assertThat(http.get(REJECTIONS + "/counts", admin)
                                .json()
                                .path("counts")
                                .valueStream()
                                .filter(row -> row.path("error").asString().equals("order_not_found")))
                        .anySatisfy(row -> {
                            assertThat(row.path("day").asString()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
                            assertThat(row.path("count").asLong()).isPositive();
                        }));
    }

    @Test
    void days_are_counted_from_the_first_to_the_last_both_included() {
        jdbc.sql("""
                insert into rejection_count (day, error, count)
                values ('2020-02-01', 'forbidden', 3), ('2020-02-02', 'forbidden', 4), ('2020-02-03', 'internal', 5)
                    on conflict do nothing
                """).update();

        JsonNode counts = http.get(REJECTIONS + "/counts?from=2020-02-01&to=2020-02-02", admin)
                .json();

        assertThat(counts.path("counts").toString())
                .isEqualTo("[{\"day\":\"2020-02-02\",\"error\":\"forbidden\",\"count\":4},"
                        + "{\"day\":\"2020-02-01\",\"error\":\"forbidden\",\"count\":3}]");
        assertThat(counts.path("has_more").asBoolean(true)).isFalse();
    }

    @Test
    void nonsense_in_the_query_is_400() {
        for (String query : List.of(
                "account_id=x", "error=oops", "item_id=1.5", "http_status=4xx", "from=today", "to=x", "limit=0")) {
            assertRefused(http.get(REJECTIONS + "?" + query, admin), 400, "validation");
        }
        for (String query : List.of("from=x", "to=x", "from=2000-01-01", "from=-999999999-01-01")) {
            assertRefused(http.get(REJECTIONS + "/counts?" + query, admin), 400, "validation");
        }
    }
}
