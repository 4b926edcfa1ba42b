package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

final class RateLimitTest extends ApiTest {
    @Test
    void a_limited_key_is_told_what_is_left_and_then_to_wait_while_others_go_on() {
        TestStore.Reseller limited = store.reseller("1.00");
        TestStore.Reseller other = store.reseller("1.00");
        limit(limited, 1);

        Reply first = http.get("/api/v1/me", limited.key());
        List<Reply> more = Stream.generate(() -> http.get("/api/v1/me", limited.key()))
                .limit(4)
                .toList();

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"default\";q=1;w=1");
        assertThat(first.header("RateLimit")).isEqualTo("\"default\";r=0;t=1");
        Reply refused =
                more.stream().filter(reply -> reply.status() == 429).findFirst().orElseThrow();
        assertRefused(refused, 429, "rate_limited");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.string("retry")).isEqualTo("after_delay");
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"default\";q=1;w=1");
        assertThat(refused.header("RateLimit")).isEqualTo("\"default\";r=0;t=1");
        Reply others = http.get("/api/v1/me", other.key());
        assertThat(others.status()).isEqualTo(200);
        assertThat(others.header("RateLimit")).isEmpty();
    }

    @Test
    void a_refusal_by_the_limit_orders_nothing_and_what_is_let_in_is_placed() {
        TestStore.Reseller reseller = store.reseller("1000.00");
        long item = store.providerItem("1.00");
        limit(reseller, 2);

        List<Reply> replies = IntStream.range(0, 20)
                .mapToObj(i ->
                        http.post("/api/v1/orders", reseller.key(), "{\"item_id\":" + item + ",\"player_id\":\"p\"}"))
                .toList();

        long accepted = replies.stream().filter(reply -> reply.status() == 200).count();
        assertThat(accepted).isBetween(2L, 19L);
        assertThat(store.ordersOf(reseller)).isEqualTo(accepted);
    }

    @Test
    void each_order_of_a_batch_counts_as_a_request() {
        TestStore.Reseller reseller = store.reseller("1000.00");
        long item = store.providerItem("1.00");
        limit(reseller, 10);
        String order = "{\"item_id\":" + item + ",\"player_id\":\"p\"}";

        Reply batch = http.post(
                "/api/v1/orders/batch",
                reseller.key(),
                "{\"orders\":[" + String.join(",", Collections.nCopies(100, order)) + "]}");

        assertThat(batch.status()).isEqualTo(200);
        assertThat(store.ordersOf(reseller)).isEqualTo(100);
        assertThat(batch.header("RateLimit")).matches("\"default\";r=0;t=(9|10)");
        assertRefused(http.get("/api/v1/me", reseller.key()), 429, "rate_limited");
    }

    @Test
    void who_is_not_let_in_anyway_is_told_that_and_takes_nothing_from_the_limit() {
        TestStore.Reseller reseller = store.reseller("1.00");
        limit(reseller, 1);

        for (int i = 0; i < 5; i++) {
            assertRefused(http.get("/api/admin/v1/accounts", reseller.key()), 403, "forbidden");
        }
        assertThat(http.get("/api/v1/me", reseller.key()).status()).isEqualTo(200);
    }

    @Test
    void another_limit_is_in_force_on_every_instance_within_five_seconds() {
        TestStore.Reseller reseller = store.reseller("1.00");
        String admin = store.admin();
        try (ConfigurableApplicationContext second = anotherInstance()) {
            List<HttpCalls> instances = List.of(http, callsTo(second));
            instances.forEach(instance -> assertThat(
                            instance.get("/api/v1/me", reseller.key()).header("RateLimit"))
                    .isEmpty());

            assertThat(http.patch("/api/admin/v1/accounts/" + reseller.accountId(), admin, "{\"rate_limit\":3}")
                            .status())
                    .isEqualTo(200);

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> instances.forEach(instance -> assertThat(
                                    instance.get("/api/v1/me", reseller.key()).header("RateLimit-Policy"))
                            .isEqualTo("\"default\";q=3;w=1")));
        }
    }

    @Test
    void of_a_flood_every_refusal_is_counted_and_few_are_kept() {
        TestStore.Reseller reseller = store.reseller("1.00");
        limit(reseller, 1);
        long before = counted();

        long refused = Stream.generate(() -> http.get("/api/v1/me", reseller.key()))
                .limit(200)
                .filter(reply -> reply.status() == 429)
                .count();

        await().untilAsserted(() -> assertThat(counted() - before).isGreaterThanOrEqualTo(refused));
        assertThat(refused).isGreaterThan(100);
        assertThat(kept(reseller)).isBetween(1L, refused / 4);
    }

    private void limit(TestStore.Reseller reseller, int perSecond) {
        jdbc.sql("update account set rate_limit = :limit where id = :id")
                .param("limit", perSecond)
                .param("id", reseller.accountId())
                .update();
    }

    private long counted() {
        return jdbc.sql("select coalesce(sum(count), 0) from rejection_count where error = 'rate_limited'")
                .query(Long.class)
                .single();
    }

    private long kept(TestStore.Reseller reseller) {
        return jdbc.sql("select count(*) from rejected_request where account_id = :id and error = 'rate_limited'")
                .param("id", reseller.accountId())
                .query(Long.class)
                .single();
    }
}
