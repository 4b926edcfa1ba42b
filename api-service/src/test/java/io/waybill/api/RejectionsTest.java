package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RejectionsTest extends ApiTest {
    @Test
    void a_refused_order_is_recorded_with_who_what_and_why_but_not_for_whom() {
        TestStore.Reseller reseller = store.reseller("0");
        long item = store.providerItem("1.00");
        Reply reply = http.post("/api/v1/orders", reseller.key(), """
                {"item_id":%d,"player_id":"secret-player@example.com","external_ref":"me@example.com","checkout":{"cf_zone":"hidden"},
                 "note":"%s"}
                """.formatted(item, reseller.key()));

        Map<String, Object> row = recorded(reply.string("request_id")).getFirst();

        assertThat(row)
                .containsEntry("account_id", reseller.accountId())
                .containsEntry("api_key_id", reseller.keyId())
                .containsEntry("method", "POST")
                .containsEntry("path", "/api/v1/orders")
                .containsEntry("item_id", item)
                .containsEntry("http_status", reply.status())
                .containsEntry("error", reply.error());
        assertThat((String) row.get("body_masked"))
                .contains("\"player_id\":\"***\"", "cf_zone")
                .doesNotContain("secret-player", "hidden", "me@example.com", "note", reseller.key());
    }

    @Test
    void every_refused_element_of_a_batch_is_recorded() {
        TestStore.Reseller reseller = store.reseller("0");
        Reply reply = http.post(
                "/api/v1/orders/batch",
                reseller.key(),
                "{\"orders\":[{\"item_id\":999999999,\"player_id\":\"a\"},{\"item_id\":\"x\"},{}]}");
        String request = reply.json().path("results").path(0).path("request_id").asString();

        Awaitility.await().untilAsserted(() -> assertThat(recorded(request)).hasSize(3));
    }

    @Test
    void who_has_no_key_is_recorded_too_and_never_the_key() {
        TestStore.Reseller reseller = store.reseller("0");
        Reply reply = http.get("/api/v1/me/" + reseller.key(), reseller.key() + "x");

        Map<String, Object> row = recorded(reply.string("request_id")).getFirst();

        assertThat(row.get("account_id")).isNull();
        assertThat((String) row.get("path")).isEqualTo("/api/v1/me/sk_live_***");
        assertThat(row.values().toString()).doesNotContain(reseller.key());
    }

    @Test
    void refusals_are_counted_by_day_and_error() {
        long before = counted("unauthorized");
        for (int i = 0; i < 50; i++) {
            http.get("/api/v1/me", "nonsense");
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(counted("unauthorized")).isGreaterThanOrEqualTo(before + 50));
    }

    private long counted(String error) {
        return jdbc.sql("select coalesce(sum(count), 0) from rejection_count where error = :error")
                .param("error", error)
                .query(Long.class)
                .single();
    }

    private List<Map<String, Object>> recorded(String requestId) {
        Awaitility.await().until(() -> !rows(requestId).isEmpty());
        return rows(requestId);
    }

    private List<Map<String, Object>> rows(String requestId) {
        return jdbc.sql("select * from rejected_request where request_id = :id")
                .param("id", requestId)
                .query()
                .listOfRows();
    }
}
