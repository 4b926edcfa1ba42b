package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is not known is never guessed, and a client without a key is never told to send an order twice. */
final class UncertainTest extends ApiTest {
    private TestStore.Reseller reseller;

    @BeforeEach
    void open() {
        reseller = store.reseller("10.00");
    }

    private static String body(String stage) {
        return "{\"item_id\":1,\"player_id\":\"a\",\"external_ref\":\"stage:" + stage + "\"}";
    }

    @Test
    void an_uncertain_order_is_named_and_may_be_repeated_under_its_key() {
        Reply reply = http.post("/api/v1/orders", reseller.key(), body("uncertain"), "Idempotency-Key", "k");

        assertFailure(reply, 500, "internal");
        assertThat(reply.string("charged")).isEqualTo("unknown");
        assertThat(reply.orderId()).isEqualTo(StagedIntake.UNCERTAIN_ORDER);
        assertThat(reply.string("retry")).isEqualTo("same_request");
    }

    @Test
    void without_a_key_an_uncertain_order_must_not_be_repeated() {
        for (String stage : new String[] {"uncertain", "lost", "thrown"}) {
            Reply reply = http.post("/api/v1/orders", reseller.key(), body(stage));

            assertFailure(reply, 500, "internal");
            assertThat(reply.string("charged")).isEqualTo("unknown");
            assertThat(reply.string("retry")).isEqualTo("never");
            assertThat(reply.string("message")).contains("/api/v1/orders");
        }
    }

    @Test
    void an_uncertain_element_of_a_batch_does_not_spoil_the_others() {
        Reply reply = http.post(
                "/api/v1/orders/batch",
                reseller.key(),
                "{\"orders\":[%s,{\"item_id\":%d,\"player_id\":\"a\"}]}"
                        .formatted(body("uncertain"), store.providerItem("1.00")));

        JsonNode results = reply.json().path("results");
        assertThat(results.path(0).path("charged").asString()).isEqualTo("unknown");
        assertThat(results.path(0).path("retry").asString()).isEqualTo("never");
        assertThat(results.path(1).path("ok").asBoolean()).isTrue();
    }

    @Test
    void a_full_queue_and_a_request_in_progress_say_when_to_come_back() {
        Reply full = http.post("/api/v1/orders", reseller.key(), body("unavailable"));
        assertRefused(full, 503, "unavailable");
        assertThat(full.string("retry")).isEqualTo("after_delay");
        assertThat(full.header("Retry-After")).isEqualTo("1");

        Reply busy = http.post("/api/v1/orders", reseller.key(), body("in-progress"), "Idempotency-Key", "k");
        assertRefused(busy, 409, "request_in_progress");
        assertThat(busy.string("retry")).isEqualTo("after_delay");
        assertThat(busy.header("Retry-After")).isEqualTo("1");
    }
}
