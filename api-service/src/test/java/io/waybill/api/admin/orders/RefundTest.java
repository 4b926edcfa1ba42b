package io.waybill.api.admin.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.money.Usd;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RefundTest extends ApiTest {
    private String admin;
    private TestStore.Reseller reseller;
    private long order;

    @BeforeEach
    void sell() {
        admin = store.admin();
        reseller = store.reseller("10.00");
        order = http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(store.stockItem("1.50", 1)))
                .orderId();
    }

    private Reply refund(String fields, String... headers) {
        return http.post("/api/admin/v1/orders/" + order + "/refunds", admin, "{" + fields + "}", headers);
    }

    @Test
    void a_part_of_a_delivered_order_is_refunded_and_its_status_stays() {
        Reply reply = refund("\"amount\":\"0.50\",\"reason\":\"half of it did not work\",\"version\":1");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.string("refunded_usd")).isEqualTo("0.500000");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.00"));
        Reply seen = http.get("/api/v1/orders/" + order, reseller.key());
        assertThat(seen.string("status")).isEqualTo("completed");
        assertThat(seen.string("refunded_usd")).isEqualTo("0.500000");
        assertThat(seen.text()).doesNotContain("did not work");
        assertThat(http.get("/api/admin/v1/audit?subject=order:" + order, admin).text())
                .contains("order.correct", "half of it did not work");
    }

    @Test
    void a_repeat_under_one_key_refunds_once_and_many_at_once_never_more_than_the_charge() {
        String half = "\"amount\":\"0.50\",\"reason\":\"because\"";
        Reply first = refund(half, "Idempotency-Key", "refund-" + order);
        Reply again = refund(half, "Idempotency-Key", "refund-" + order);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Reply>> all = IntStream.range(0, 8)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> refund(half), threads))
                    .toList();
            assertThat(all.stream()
                            .map(CompletableFuture::join)
                            .filter(reply -> reply.status() == 200)
                            .count())
                    .isEqualTo(2);
        }
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
    }

    @Test
    void what_can_not_be_refunded_is_refused_with_the_reason() {
        assertRefused(refund("\"amount\":\"0.50\""), 400, "validation");
        assertRefused(refund("\"amount\":\"0\",\"reason\":\"because\""), 400, "validation");
        assertRefused(refund("\"amount\":\"1.51\",\"reason\":\"because\""), 400, "validation");
        assertRefused(refund("\"amount\":\"0.50\",\"reason\":\"because\",\"version\":7"), 409, "version_changed");
        order = 0;
        assertRefused(refund("\"amount\":\"0.50\",\"reason\":\"because\""), 404, "order_not_found");
        order = http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(store.providerItem("1.50")))
                .orderId();
        Reply pending = refund("\"amount\":\"0.50\",\"reason\":\"because\"");
        assertRefused(pending, 400, "validation");
        assertThat(pending.string("message")).contains("pending");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("7.00"));
    }
}
