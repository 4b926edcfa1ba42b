package io.waybill.api.admin.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.money.Usd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

final class MoveMoneyTest extends ApiTest {
    private TestStore.Admin admin;
    private TestStore.Reseller reseller;

    @BeforeEach
    void enter() {
        admin = store.adminAccount();
        reseller = store.reseller("10.00");
    }

    private String path(String what) {
        return "/api/admin/v1/accounts/" + reseller.accountId() + "/" + what;
    }

    private Reply topUp(String amount, String... headers) {
        return http.post(path("top-ups"), admin.key(), body(amount), headers);
    }

    private Reply adjust(String amount, String... headers) {
        return http.post(path("adjustments"), admin.key(), body(amount), headers);
    }

    private static String body(String amount) {
        return "{\"amount\":\"%s\",\"reason\":\"bank slip 12\"}".formatted(amount);
    }

    @Test
    void a_top_up_answers_its_transfer_and_what_is_in_the_wallet_then() {
        Reply reply = topUp("2.5");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text())
                .startsWith(("{\"ok\":true,\"account_id\":%d,\"mode\":\"live\",\"seq\":2,\"kind\":\"top_up\","
                                + "\"amount\":\"2.500000\",\"balance_after\":\"12.500000\",\"order_id\":null,\"created_at\":\"")
                        .formatted(reseller.accountId()));
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("12.50"));
    }

    @Test
    void an_adjustment_takes_money_back_down_to_nothing_and_never_below() {
        Reply reply = adjust("10.00");
        assertThat(reply.string("kind")).as(reply.text()).isEqualTo("adjustment");
        assertThat(reply.string("amount")).isEqualTo("-10.000000");
        assertThat(reply.string("balance_after")).isEqualTo("0.000000");

        Reply more = adjust("0.000001");
        assertRefused(more, 402, "insufficient_balance");
        assertThat(more.string("retry")).isEqualTo("after_topup");
        assertThat(more.json().path("details").path("required").asString()).isEqualTo("0.000001");
        assertThat(more.json().path("details").path("available").asString()).isEqualTo("0.00");
        assertThat(store.balance(reseller)).isEqualTo(Usd.ZERO);
    }

    @Test
    void the_ledger_and_the_audit_log_say_who_moved_what_and_why() {
        adjust("3");

        Map<String, Object> transfer = jdbc.sql("select actor, note from transfer where wallet_id = :id and seq = 2")
                .param("id", reseller.walletId())
                .query()
                .singleRow();
        Map<String, Object> entry = jdbc.sql("""
                select actor, action, reason, before ->> 'balance' as before, after ->> 'balance' as after
                  from audit_entry
                 where subject = :subject
                """)
                .param("subject", "account:" + reseller.accountId())
                .query()
                .singleRow();

        String actor = "account:" + admin.accountId() + "/key:" + admin.keyId();
        assertThat(transfer).containsEntry("actor", actor).containsEntry("note", "bank slip 12");
        assertThat(entry)
                .containsEntry("actor", actor)
                .containsEntry("action", "wallet.adjust")
                .containsEntry("reason", "bank slip 12")
                .containsEntry("before", "10.000000")
                .containsEntry("after", "7.000000");
    }

    @Test
    void what_is_wrong_with_an_amount_is_told_and_moves_nothing() {
        for (String what : List.of("top-ups", "adjustments")) {
            assertInvalid(http.post(path(what), admin.key(), "{}"), "amount", "required");
            assertInvalid(http.post(path(what), admin.key(), "{}"), "reason", "required");
            assertInvalid(
                    http.post(path(what), admin.key(), "{\"amount\":\"1\",\"reason\":\"  \"}"), "reason", "required");
            assertInvalid(http.post(path(what), admin.key(), "{\"amount\":1,\"reason\":\"a\"}"), "amount", "type");
            assertInvalid(http.post(path(what), admin.key(), body("0")), "amount", "range");
            assertInvalid(http.post(path(what), admin.key(), body("10000000.000001")), "amount", "range");
            assertInvalid(http.post(path(what), admin.key(), body("999999999999999999")), "amount", "range");
            assertInvalid(http.post(path(what), admin.key(), body("-1")), "amount", "format");
            assertInvalid(http.post(path(what), admin.key(), body("1e3")), "amount", "format");
            assertInvalid(http.post(path(what), admin.key(), body("0.0000001")), "amount", "format");
            assertInvalid(
                    http.post(path(what), admin.key(), "{\"amount\":\"1\",\"reason\":\"a\",\"mode\":\"both\"}"),
                    "mode",
                    "unknown");
        }
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
    }

    @Test
    void an_unknown_account_is_404() {
        for (String what : List.of("top-ups", "adjustments")) {
            assertRefused(
                    http.post("/api/admin/v1/accounts/999999999/" + what, admin.key(), body("1")),
                    404,
                    "user_not_found");
        }
        assertRefused(http.get("/api/admin/v1/accounts/x/transfers", admin.key()), 404, "user_not_found");
    }

    @Test
    void no_wallet_can_be_filled_until_it_overflows() {
        store.topUp(reseller.walletId(), Usd.parse("999989990.00"));

        assertInvalid(topUp("10000000.00"), "amount", "range");
        assertThat(topUp("10000.00").string("balance_after")).isEqualTo("1000000000.000000");
    }

    @Test
    void the_test_wallet_is_another_one() {
        http.post(path("top-ups"), admin.key(), "{\"amount\":\"5\",\"reason\":\"try\",\"mode\":\"test\"}");

        Reply live = http.get(path("transfers"), admin.key());
        Reply test = http.get(path("transfers?mode=test"), admin.key());

        assertThat(live.json().path("transfers").size()).isEqualTo(1);
        assertThat(test.json().path("transfers").size()).isEqualTo(1);
        assertThat(test.json().path("transfers").path(0).path("amount").asString())
                .isEqualTo("5.000000");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("10.00"));
    }

    @Test
    void transfers_are_those_that_the_reseller_sees() {
        topUp("1");
        topUp("2");

        for (String query : List.of("", "?limit=2", "?from_seq=2", "?from_seq=1&limit=1&after=1", "?after=2")) {
            assertThat(http.get(path("transfers" + query), admin.key()).text())
                    .isEqualTo(http.get("/api/v1/wallet/transfers" + query, reseller.key())
                            .text());
        }
        assertRefused(http.get(path("transfers?limit=0"), admin.key()), 400, "validation");
        assertRefused(http.get(path("transfers?mode=x"), admin.key()), 400, "validation");
    }

    @Test
    void a_repeat_tops_up_once_even_twenty_at_once_at_two_instances() {
        try (ConfigurableApplicationContext other = anotherInstance();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> (i % 2 == 0 ? http : callsTo(other))
                                    .post(path("top-ups"), admin.key(), body("1.00"), "Idempotency-Key", "slip-12"),
                            threads))
                    .toList();

            assertThat(replies).allSatisfy(reply -> {
                assertThat(reply.join().status()).as(reply.join().text()).isEqualTo(200);
                assertThat(reply.join().json().path("seq").asInt()).isEqualTo(2);
                assertThat(reply.join().string("balance_after")).isEqualTo("11.000000");
            });
            assertThat(replies.stream()
                            .filter(reply ->
                                    reply.join().header("Idempotent-Replayed").isEmpty())
                            .count())
                    .isEqualTo(1);
        }
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("11.00"));
    }

    @Test
    void one_key_for_a_top_up_and_an_adjustment_is_422() {
        topUp("1.00", "Idempotency-Key", "one");

        assertRefused(topUp("2.00", "Idempotency-Key", "one"), 422, "idempotency_key_reused");
        assertRefused(adjust("1.00", "Idempotency-Key", "one"), 422, "idempotency_key_reused");
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("11.00"));
    }

    @Test
    void many_at_once_without_a_key_all_count_and_the_wallet_never_goes_below_nothing() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 15)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> adjust("1.00"), threads))
                    .toList();

            assertThat(replies.stream().filter(reply -> reply.join().status() == 200))
                    .hasSize(10);
            assertThat(replies.stream().filter(reply -> reply.join().status() == 402))
                    .hasSize(5);
        }
        assertThat(store.balance(reseller)).isEqualTo(Usd.ZERO);
    }
}
