package io.waybill.api.admin.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.money.Usd;
import io.waybill.order.FailureCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RefundTest extends ApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> NOT_OF_MONEY = Set.of("sending_session", "outbox_age", "audit_chain");

    @Autowired
    private TransactionTemplate transactions;

    private String admin;
    private TestStore.Reseller reseller;
    private long order;

    @BeforeEach
    void sell() {
        admin = store.admin();
        reseller = store.reseller("10.00");
        order = place(store.stockItem("1.50", 1));
    }

    private Reply refund(String fields, String... headers) {
        return http.post("/api/admin/v1/orders/" + order + "/refunds", admin, "{" + fields + "}", headers);
    }

    @Test
    void a_part_of_a_delivered_order_is_refunded_and_its_status_stays() {
        Reply reply = refund("\"amount\":\"0.50\",\"reason\":\"half of it did not work\",\"version\":1");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.string("refunded_usd")).isEqualTo("0.500000");
        assertThat(reply.string("balance_after")).isEqualTo("9.000000");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("9.00"));
        Reply seen = http.get("/api/v1/orders/" + order, reseller.key());
        assertThat(seen.string("status")).isEqualTo("completed");
        assertThat(seen.string("refunded_usd")).isEqualTo("0.500000");
        JsonNode entry = auditOf(order).path(0);
        assertThat(entry.path("action").asString()).isEqualTo("order.correct");
        assertThat(entry.path("reason").asString()).isEqualTo("half of it did not work");
        assertThat(entry.path("before").toString()).isEqualTo("{\"refunded\":\"0.000000\"}");
        assertThat(entry.path("after"))
                .isEqualTo(JSON.readTree(
                        "{\"refunded\":\"0.500000\",\"amount\":\"0.500000\",\"balance_after\":\"9.000000\"}"));
    }

    private JsonNode auditOf(long order) {
        return http.get("/api/admin/v1/audit?subject=order:" + order, admin)
                .json()
                .path("entries");
    }

    @Test
    void the_reason_is_in_nothing_that_the_reseller_can_read() {
        refund("\"amount\":\"0.50\",\"reason\":\"they threatened us\"");

        for (String path : List.of(
                "/api/v1/orders/" + order,
                "/api/v1/orders",
                "/api/v1/wallet/transfers",
                "/api/v1/wallet/transfers?from_seq=1")) {
            Reply read = http.get(path, reseller.key());
            assertThat(read.status()).as(read.text()).isEqualTo(200);
            assertThat(read.text()).as(path).contains("0.500000").doesNotContain("threatened");
        }
        assertThat(jdbc.sql("""
                select coalesce(note, '')
                  from transfer
                 where order_id = :order
                union all
                select coalesce(note, '')
                  from order_event
                 where order_id = :order
                """).param("order", order).query(String.class).list())
                .contains("Refunded by the store.")
                .noneMatch(note -> note.contains("threatened"));
    }

    @Test
    void the_books_still_balance_after_refunds() {
        Map<String, Long> before = violations();

        refund("\"amount\":\"0.50\",\"reason\":\"because\"");
        refund("\"amount\":\"1.00\",\"reason\":\"because\"");

        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
        assertThat(violations())
                .containsKeys("wallet_chain", "order_refunds", "order_sold")
                .isEqualTo(before);
    }

    /** What the full checks of wallets, transfers and orders find; other tests may have left something broken. */
    private Map<String, Long> violations() {
        Reply checks = http.get("/api/admin/v1/checks?full=true", admin);
        assertThat(checks.status()).as(checks.text()).isEqualTo(200);
        return checks.json()
                .path("checks")
                .valueStream()
                .filter(check -> !NOT_OF_MONEY.contains(check.path("name").asString()))
                .collect(Collectors.toMap(
                        check -> check.path("name").asString(),
                        check -> check.path("violations").asLong()));
    }

    @Test
    void a_repeat_under_one_key_refunds_once_and_many_at_once_never_more_than_the_charge() {
        String half = "\"amount\":\"0.50\",\"reason\":\"because\"";
        Reply first = refund(half, "Idempotency-Key", "refund-" + order);
        Reply again = refund(half, "Idempotency-Key", "refund-" + order);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(auditOf(order).size()).isEqualTo(1);

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
    void what_can_not_be_refunded_is_refused_with_the_reason_and_the_figures() {
        assertRefused(refund("\"amount\":\"0.50\""), 400, "validation");
        assertRefused(refund("\"amount\":\"0\",\"reason\":\"because\""), 400, "validation");
        assertRefused(refund("\"amount\":\"0.50\",\"reason\":\"because\",\"version\":7"), 409, "version_changed");

        Reply tooMuch = refund("\"amount\":\"1.51\",\"reason\":\"because\"");
        assertInvalid(tooMuch, "amount", "range");
        assertFigures(tooMuch, "only 1.50 USD of the charge are left", "1.50", "0.00", "1.50");
        refund("\"amount\":\"1.50\",\"reason\":\"because\"");
        assertFigures(refundOfAll(), "whole charge was refunded already", "1.50", "1.50", "0.00");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));

        order = 0;
        assertRefused(refundOfAll(), 404, "order_not_found");
    }

    @Test
    void each_order_that_was_not_delivered_says_why_there_is_nothing_to_refund() {
        order = place(store.providerItem("1.50"));
        assertFigures(refundOfAll(), "order is pending", "1.50", "0.00", "0.00");

        assertThat(http.post("/api/v1/orders/" + order + "/cancel", reseller.key(), "{}")
                        .status())
                .isEqualTo(200);
        assertFigures(refundOfAll(), "order was canceled", "1.50", "1.50", "0.00");

        order = troubles.fail(place(store.providerItem("1.50")), FailureCode.PROVIDER_REFUSED);
        assertFigures(refundOfAll(), "order failed", "1.50", "1.50", "0.00");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("8.50"));
    }

    @Test
    void an_order_that_the_provider_bills_has_nothing_to_refund_here() {
        jdbc.sql("update account set provider_billing = true where id = :id")
                .param("id", reseller.accountId())
                .update();
        order = place(Objects.requireNonNull(transactions.execute(_ -> {
            long item = store.providerItem("1.50");
            jdbc.sql("update item set billing = 'provider' where id = :id")
                    .param("id", item)
                    .update();
            return item;
        })));

        assertFigures(refundOfAll(), "provider's account pays", "0.00", "0.00", "0.00");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("8.50"));
    }

    private long place(long item) {
        Reply placed =
                http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"anna\"}".formatted(item));
        assertThat(placed.status()).as(placed.text()).isEqualTo(200);
        return placed.orderId();
    }

    private Reply refundOfAll() {
        return refund("\"amount\":\"1.50\",\"reason\":\"because\"");
    }

    private static void assertFigures(Reply reply, String says, String charged, String refunded, String refundable) {
        assertRefused(reply, 400, "validation");
        assertThat(reply.string("message")).contains(says);
        assertThat(reply.json().path("details"))
                .isEqualTo(JSON.readTree("{\"charged\":\"%s\",\"refunded\":\"%s\",\"refundable\":\"%s\"}"
                        .formatted(charged, refunded, refundable)));
    }
}
