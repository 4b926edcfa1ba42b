package io.waybill.api.admin.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class BacklogTest extends ApiTest {
    @Test
    void what_waits_for_a_provider_is_counted_with_the_time_that_it_takes() {
        TestStore.Reseller reseller = store.reseller("100.00");
        long item = store.providerItem("1.00");
        long first = order(reseller, item);
        long provider = troubles.providerOf(first);
        order(reseller, item);
        troubles.holdForFunds(order(reseller, item));
        troubles.holdUnknown(order(reseller, item));
        troubles.send(order(reseller, item));
        jdbc.sql("update orders set due_at = now() - interval '1 hour' where id = :id")
                .param("id", first)
                .update();
        jdbc.sql("update provider set concurrency = 1 where id = :id")
                .param("id", provider)
                .update();
        jdbc.sql("""
                update attempt
                   set created_at = now() - interval '3 seconds',
                       resolved_at = now()
                 where provider_id = :id
                   and resolved_at is not null
                """).param("id", provider).update();

        JsonNode backlog = http.get("/api/admin/v1/backlog", store.admin()).json();
        JsonNode ours = StreamSupport.stream(backlog.path("per_provider").spliterator(), false)
                .filter(row -> row.path("provider_id").asLong() == provider)
                .findFirst()
                .orElseThrow();

        assertThat(ours.path("waiting").asLong()).isEqualTo(3);
        assertThat(ours.path("due").asLong()).isEqualTo(2);
        assertThat(ours.path("oldest_seconds").asLong()).isBetween(3600L, 3700L);
        assertThat(ours.path("in_flight").asLong()).isEqualTo(1);
        assertThat(ours.path("mean_seconds").decimalValue()).isEqualByComparingTo("3.000");
        assertThat(ours.path("work_seconds").asLong()).isEqualTo(6);
        assertThat(ours.path("held").path("provider_funds").asLong()).isEqualTo(1);
        assertThat(ours.path("held").path("outcome_unknown").asLong()).isEqualTo(1);
        assertThat(backlog.path("orders_waiting").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(backlog.path("oldest_seconds").asLong()).isGreaterThanOrEqualTo(3600);
        assertThat(backlog.path("work_seconds").asLong()).isGreaterThanOrEqualTo(6);
    }

    private long order(TestStore.Reseller reseller, long item) {
        Reply reply =
                http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(item));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.orderId();
    }

    @Test
    void a_provider_that_nothing_is_known_of_is_taken_as_slow_as_it_may_be() {
        TestStore.Reseller reseller = store.reseller("100.00");
        long provider = troubles.providerOf(order(reseller, store.providerItem("1.00")));
        jdbc.sql("update provider set concurrency = 1 where id = :id")
                .param("id", provider)
                .update();

        JsonNode backlog = http.get("/api/admin/v1/backlog", store.admin()).json();
        JsonNode ours = StreamSupport.stream(backlog.path("per_provider").spliterator(), false)
                .filter(row -> row.path("provider_id").asLong() == provider)
                .findFirst()
                .orElseThrow();

        assertThat(ours.path("mean_seconds").isNull()).isTrue();
        assertThat(ours.path("work_seconds").asLong()).isEqualTo(22);
    }

    @ParameterizedTest
    @CsvSource({"0,500,10,0,0", "1,500,10,0,1", "100,500,10,0,5", "100,500,10,5,20", "100000,2000,2000,0,100"})
    void one_worker_is_no_faster_than_concurrency_and_rate_allow(
            long due, long meanMillis, int concurrency, int rateLimit, long seconds) {
        assertThat(new Load(due, meanMillis, concurrency, rateLimit).workSeconds())
                .isEqualTo(seconds);
    }

    @Test
    void only_admins_see_it() {
        assertRefused(http.get("/api/admin/v1/backlog", store.reseller("0").key()), 403, "forbidden");
        assertRefused(http.get("/api/admin/v1/backlog", ""), 401, "unauthorized");
    }
}
