package io.waybill.api.admin.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.secret.KeySecret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

final class AccountsTest extends ApiTest {
    private static final String ACCOUNTS = "/api/admin/v1/accounts";

    @Autowired
    private Accounts accounts;

    @Autowired
    private TransactionTemplate transactions;

    private TestStore.Admin admin;

    @BeforeEach
    void enter() {
        admin = store.adminAccount();
    }

    private static String freshEmail() {
        return UUID.randomUUID() + "@example.com";
    }

    private Reply open(String body) {
        return http.post(ACCOUNTS, admin.key(), body);
    }

    private Reply change(long account, String body) {
        return http.patch(ACCOUNTS + "/" + account, admin.key(), body);
    }

    private long opened() {
        Reply reply = open("{\"email\":\"%s\",\"name\":\"Shop\"}".formatted(freshEmail()));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("account_id").asLong();
    }

    @Test
    void an_account_is_opened_and_answered_flat_with_all_that_is_known_of_it() {
        String email = freshEmail();

        Reply reply = open("""
                {"email":"%s","name":"Shop","rate_limit":50,"provider_billing":true,"provider_daily_cap":"100.5","colour":1}
                """.formatted(email));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode account = reply.json();
        assertThat(account.path("ok").asBoolean()).isTrue();
        assertThat(account.path("email").asString()).isEqualTo(email);
        assertThat(account.path("role").asString()).isEqualTo("reseller");
        assertThat(account.path("status").asString()).isEqualTo("active");
        assertThat(account.path("rate_limit").asInt()).isEqualTo(50);
        assertThat(account.path("provider_billing").asBoolean()).isTrue();
        assertThat(account.path("provider_daily_cap").asString()).isEqualTo("100.50");
        assertThat(account.path("balance").asString()).isEqualTo("0.00");
        assertThat(account.path("test_balance").asString()).isEqualTo("0.00");
        assertThat(account.path("warnings").toString()).isEqualTo("[\"unknown field colour\"]");
    }

    @Test
    void an_account_without_further_words_is_a_reseller_without_limits() {
        JsonNode account = http.get(ACCOUNTS + "/" + opened(), admin.key()).json();

        assertThat(account.path("role").asString()).isEqualTo("reseller");
        assertThat(account.path("rate_limit").asInt()).isZero();
        assertThat(account.path("provider_billing").asBoolean(true)).isFalse();
        assertThat(account.path("provider_daily_cap").isNull()).isTrue();
    }

    @Test
    void the_balances_of_both_modes_are_shown() {
        TestStore.Reseller reseller = store.reseller("12.345");
        http.post(
                ACCOUNTS + "/" + reseller.accountId() + "/top-ups",
                admin.key(),
                "{\"amount\":\"7\",\"reason\":\"try\",\"mode\":\"test\"}");

        JsonNode account =
                http.get(ACCOUNTS + "/" + reseller.accountId(), admin.key()).json();

        assertThat(account.path("balance").asString()).isEqualTo("12.345");
        assertThat(account.path("test_balance").asString()).isEqualTo("7.00");
    }

    @Test
    void what_is_wrong_with_a_new_account_is_told_field_by_field() {
        assertInvalid(open("{}"), "email", "required");
        assertInvalid(open("{}"), "name", "required");
        assertInvalid(open("{\"email\":\"nobody\",\"name\":\"a\"}"), "email", "format");
        assertInvalid(open("{\"email\":\"a b@example.com\",\"name\":\"a\"}"), "email", "format");
        assertInvalid(open("{\"email\":\"%s@example.com\"}".formatted("a".repeat(300))), "email", "too_long");
        assertInvalid(open("{\"email\":7}"), "email", "type");
        assertInvalid(open("{\"name\":\" \"}"), "name", "format");
        assertInvalid(open("{\"name\":\"a\\nb\"}"), "name", "format");
        assertInvalid(open("{\"role\":\"owner\"}"), "role", "unknown");
        assertInvalid(open("{\"rate_limit\":-1}"), "rate_limit", "range");
        assertInvalid(open("{\"rate_limit\":1.9}"), "rate_limit", "type");
        assertInvalid(open("{\"provider_billing\":\"yes\"}"), "provider_billing", "type");
        assertInvalid(open("{\"provider_daily_cap\":1}"), "provider_daily_cap", "type");
        assertInvalid(open("{\"provider_daily_cap\":\"-1\"}"), "provider_daily_cap", "format");
        assertInvalid(open("{\"provider_daily_cap\":\"99999999999\"}"), "provider_daily_cap", "range");
        assertInvalid(open("{\"reason\":\"%s\"}".formatted("a".repeat(501))), "reason", "too_long");
        assertRefused(open("[]"), 400, "validation");
        assertRefused(open("{\"name\":"), 400, "validation");
    }

    @Test
    void a_used_email_is_taken_in_whatever_case_and_nothing_is_done() {
        String email = freshEmail();
        open("{\"email\":\"%s\",\"name\":\"One\"}".formatted(email));
        long other = opened();

        Reply again = open("{\"email\":\"%s\",\"name\":\"Two\"}".formatted(email.toUpperCase(Locale.ROOT)));
        Reply changed = change(other, "{\"email\":\"%s\",\"name\":\"Three\"}".formatted(email));

        assertInvalid(again, "email", "taken");
        assertInvalid(changed, "email", "taken");
        assertThat(http.get(ACCOUNTS + "/" + other, admin.key()).string("name")).isEqualTo("Shop");
    }

    @Test
    void only_what_is_said_is_changed_and_a_null_takes_the_cap_away() {
        long account = opened();
        change(
                account,
                "{\"provider_daily_cap\":\"5\",\"rate_limit\":7,\"provider_billing\":true,\"reason\":\"test\"}");

        JsonNode renamed =
                change(account, "{\"name\":\"Other\",\"rate_limit\":null}").json();
        assertThat(renamed.path("name").asString()).isEqualTo("Other");
        assertThat(renamed.path("rate_limit").asInt()).isEqualTo(7);
        assertThat(renamed.path("provider_billing").asBoolean()).isTrue();
        assertThat(renamed.path("provider_daily_cap").asString()).isEqualTo("5.00");

        JsonNode uncapped = change(account, "{\"provider_daily_cap\":null,\"reason\":\"test\"}")
                .json();
        assertThat(uncapped.path("provider_daily_cap").isNull()).isTrue();
        assertThat(uncapped.path("name").asString()).isEqualTo("Other");
        assertThat(http.get(ACCOUNTS + "/" + account, admin.key())
                        .json()
                        .path("provider_daily_cap")
                        .isNull())
                .isTrue();
    }

    @Test
    void the_role_stays_whatever_is_asked() {
        long account = opened();

        JsonNode answer = change(account, "{\"role\":\"admin\"}").json();

        assertThat(answer.path("role").asString()).isEqualTo("reseller");
        assertThat(answer.path("warnings").toString()).contains("unknown field role");
    }

    @Test
    void a_change_is_told_in_the_audit_log_with_before_and_after_and_why() {
        long account = opened();
        change(account, "{\"status\":\"suspended\",\"reason\":\"does not pay\"}");

        Map<String, Object> entry =
                jdbc.sql("""
                        select actor, action, reason, before::text as before, after::text as after
                          from audit_entry
                         where subject = :subject
                         order by seq desc
                         limit 1
                        """).param("subject", "account:" + account).query().singleRow();

        assertThat(entry)
                .containsEntry("actor", "account:" + admin.accountId() + "/key:" + admin.keyId())
                .containsEntry("action", "account.change")
                .containsEntry("reason", "does not pay")
                .containsEntry("before", "{\"status\": \"active\"}")
                .containsEntry("after", "{\"status\": \"suspended\"}");
    }

    @Test
    void an_unknown_account_is_404_whatever_its_id_looks_like() {
        for (String id : List.of("999999999", "0", "x", "-1", "99999999999999999999999", "1.0")) {
            assertRefused(http.get(ACCOUNTS + "/" + id, admin.key()), 404, "user_not_found");
            assertRefused(http.patch(ACCOUNTS + "/" + id, admin.key(), "{\"name\":\"a\"}"), 404, "user_not_found");
        }
    }

    @Test
    void an_admin_can_not_suspend_itself() {
        assertInvalid(change(admin.accountId(), "{\"status\":\"suspended\",\"reason\":\"test\"}"), "status", "self");
        assertThat(http.get(ACCOUNTS, admin.key()).status()).isEqualTo(200);
    }

    @Test
    void the_last_active_admin_can_not_be_taken_away() {
        TestStore.Admin other = store.adminAccount();
        http.get(ACCOUNTS, admin.key());
        // From here on the instance goes by what it remembers of the author: the use case must not.
        List<Long> rest = jdbc.sql("""
                update account
                   set status = 'suspended'
                 where role = 'admin'
                   and status = 'active'
                   and id <> :other
                returning id
                """)
                .param("other", other.accountId())
                .query(Long.class)
                .list();
        try {
            assertInvalid(
                    change(other.accountId(), "{\"status\":\"suspended\",\"reason\":\"test\"}"),
                    "status",
                    "last_admin");
        } finally {
            jdbc.sql("update account set status = 'active' where id = any (:ids)")
                    .param("ids", rest.toArray(Long[]::new))
                    .update();
        }
    }

    @Test
    void accounts_are_listed_newest_first_and_found_by_name_email_status_and_role() {
        String mark = UUID.randomUUID().toString();
        long first = id(open("{\"email\":\"%s@example.com\",\"name\":\"Alpha\"}".formatted(mark)));
        long second = id(open("{\"email\":\"%s\",\"name\":\"Beta %%_ %s\"}".formatted(freshEmail(), mark)));
        long third = id(open("{\"email\":\"%s\",\"name\":\"%s\",\"role\":\"admin\"}".formatted(freshEmail(), mark)));
        change(second, "{\"status\":\"suspended\",\"reason\":\"test\"}");

        assertThat(found("q=" + mark)).containsExactly(third, second, first);
        assertThat(found("q=BETA%20%25_%20" + mark.toUpperCase(Locale.ROOT))).containsExactly(second);
        assertThat(found("q=" + mark + "&status=suspended")).containsExactly(second);
        assertThat(found("q=" + mark + "&status=active&role=reseller")).containsExactly(first);
        assertThat(found("q=" + mark + "&role=admin")).containsExactly(third);
        assertThat(found("q=" + UUID.randomUUID())).isEmpty();

        Reply page = http.get(ACCOUNTS + "?q=" + mark + "&limit=2", admin.key());
        assertThat(page.json().path("has_more").asBoolean()).isTrue();
        assertThat(found("q=" + mark + "&limit=2&after=" + page.string("next"))).containsExactly(first);
    }

    private static long id(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("account_id").asLong();
    }

    private List<Long> found(String query) {
        Reply reply = http.get(ACCOUNTS + "?" + query, admin.key());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json()
                .path("accounts")
                .valueStream()
                .map(account -> account.path("account_id").asLong())
                .toList();
    }

    @Test
    void nonsense_in_the_query_is_400() {
        for (String query : List.of("status=gone", "role=owner", "after=x", "limit=0", "limit=201", "q=%ff")) {
            assertRefused(http.get(ACCOUNTS + "?" + query, admin.key()), 400, "validation");
        }
    }

    @Test
    void a_repeat_under_the_key_opens_no_second_account() {
        String body = "{\"email\":\"%s\",\"name\":\"Shop\"}".formatted(freshEmail());

        Reply first = http.post(ACCOUNTS, admin.key(), body, "Idempotency-Key", "open-1");
        Reply again = http.post(ACCOUNTS, admin.key(), body, "Idempotency-Key", "open-1");

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(id(again)).isEqualTo(id(first));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void a_suspended_reseller_is_stopped_and_comes_back() {
        TestStore.Reseller reseller = store.reseller("1.00");
        change(reseller.accountId(), "{\"status\":\"suspended\",\"reason\":\"test\"}");
        String fresh = store.keys()
                .create(ApiKeys.NewKey.unrestricted(reseller.accountId(), KeySecret.Kind.RESELLER_LIVE))
                .secret()
                .reveal();
        assertRefused(http.get("/api/v1/me", fresh), 403, "forbidden");

        change(reseller.accountId(), "{\"status\":\"active\",\"reason\":\"test\"}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(http.get("/api/v1/me", fresh).status()).isEqualTo(200));
    }

    @Test
    void who_waits_too_long_for_somebody_elses_change_is_sent_back_and_nothing_is_done() {
        long account = opened();
        Reply reply = Objects.requireNonNull(transactions.execute(_ -> {
            accounts.lock(account);
            return CompletableFuture.supplyAsync(() -> change(account, "{\"name\":\"Late\"}"))
                    .join();
        }));

        assertRefused(reply, 409, "request_in_progress");
        assertThat(reply.string("retry")).isEqualTo("after_delay");
        assertThat(reply.string("message")).contains("Somebody else");
        assertThat(http.get(ACCOUNTS + "/" + account, admin.key()).string("name"))
                .isEqualTo("Shop");
    }
}
