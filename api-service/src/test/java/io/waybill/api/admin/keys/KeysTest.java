package io.waybill.api.admin.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKeys;
import io.waybill.api.ApiTest;
import io.waybill.api.HttpCalls;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.secret.KeySecret;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

final class KeysTest extends ApiTest {
    private TestStore.Admin admin;
    private TestStore.Reseller reseller;

    @BeforeEach
    void enter() {
        admin = store.adminAccount();
        reseller = store.reseller("1.00");
    }

    private static String keysOf(long account) {
        return "/api/admin/v1/accounts/" + account + "/keys";
    }

    private Reply issue(String body, String... headers) {
        return http.post(keysOf(reseller.accountId()), admin.key(), body, headers);
    }

    private Reply issued(String body) {
        Reply reply = issue(body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    private Reply revoke(long account, Object key) {
        return http.call("DELETE", keysOf(account) + "/" + key, admin.key());
    }

    @Test
    void a_key_is_answered_once_and_works_at_once() {
        Reply reply = issued("{\"mode\":\"live\"}");

        assertThat(reply.string("key")).startsWith("sk_live_");
        assertThat(reply.string("hint"))
                .isEqualTo(reply.string("key").substring(reply.string("key").length() - 4));
        Reply me = http.get("/api/v1/me", reply.string("key"));
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("api_key_id").asLong())
                .isEqualTo(reply.json().path("api_key_id").asLong());
        assertThat(http.get(keysOf(reseller.accountId()), admin.key()).text()).doesNotContain("sk_live_");
    }

    @Test
    void a_test_key_is_for_the_test_wallet() {
        Reply reply = issued("{\"mode\":\"test\"}");

        assertThat(reply.string("key")).startsWith("sk_test_");
        assertThat(http.get("/api/v1/me", reply.string("key")).string("mode")).isEqualTo("test");
    }

    @Test
    void a_repeat_answers_the_same_key_without_its_secret_and_says_so() {
        String body = "{\"mode\":\"live\",\"reason\":\"first\"}";
        Reply first = issue(body, "Idempotency-Key", "k1");
        Reply again = issue(body, "Idempotency-Key", "k1");

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json().path("api_key_id").asLong())
                .isEqualTo(first.json().path("api_key_id").asLong());
        assertThat(again.json().has("key")).isFalse();
        assertThat(again.text()).doesNotContain("sk_live_");
        assertThat(again.string("note")).contains("not kept", "revoke");
        assertThat(issue("{\"mode\":\"test\",\"reason\":\"first\"}", "Idempotency-Key", "k1")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void the_secret_is_in_no_table() {
        String secret = issue("{\"mode\":\"live\"}", "Idempotency-Key", "k2").string("key");

        for (String table : List.of("api_key", "audit_entry", "admin_idempotency_key", "rejected_request")) {
            assertThat(jdbc.sql("select count(*) from " + table + " t where to_jsonb(t)::text like :secret")
                            .param("secret", "%" + secret + "%")
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void scopes_addresses_and_the_end_are_as_asked_and_listed() {
        Reply reply = issued("""
                {"mode":"live","scopes":["wallet:read","orders:read","wallet:read"],"expires_at":"2999-01-31T12:00:00+01:00",
                 "allow":["127.0.0.0/8","192.0.2.7","2001:DB8::/32","::1"]}
                """);

        JsonNode listed = http.get(keysOf(reseller.accountId()), admin.key())
                .json()
                .path("keys")
                .path(0);
        assertThat(listed.path("api_key_id").asLong())
                .isEqualTo(reply.json().path("api_key_id").asLong());
        assertThat(listed.path("scopes").toString()).isEqualTo("[\"orders:read\",\"wallet:read\"]");
        assertThat(listed.path("allow").toString())
                .isEqualTo("[\"127.0.0.0/8\",\"192.0.2.7/32\",\"2001:db8::/32\",\"::1/128\"]");
        assertThat(listed.path("mode").asString()).isEqualTo("live");
        assertThat(listed.path("expires_at").asString()).isEqualTo("2999-01-31T11:00:00Z");
        assertThat(listed.path("revoked_at").isNull()).isTrue();
        assertThat(listed.path("last_used_at").isNull()).isTrue();
        assertThat(http.get("/api/v1/me", reply.string("key")).status()).isEqualTo(200);
        assertRefused(http.post("/api/v1/orders", reply.string("key"), "{}"), 403, "forbidden");
    }

    @Test
    void what_is_wrong_with_a_key_is_told_field_by_field() {
        assertInvalid(issue("{}"), "mode", "required");
        assertInvalid(issue("{\"mode\":\"both\"}"), "mode", "unknown");
        assertInvalid(issue("{\"scopes\":[\"orders:all\"]}"), "scopes", "unknown");
        assertInvalid(issue("{\"scopes\":\"orders:read\"}"), "scopes", "type");
        assertInvalid(issue("{\"scopes\":[7]}"), "scopes", "type");
        for (String no : List.of(
                "example.com",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.1",
                "1",
                "010.0.0.300",
                "::1/129",
                "2001:db8::1/32",
                "fe80::1%eth0",
                "10.0.0.0/",
                "/8",
                "",
                "10.0.0.0/8 ")) {
            assertInvalid(issue("{\"mode\":\"live\",\"allow\":[\"%s\"]}".formatted(no)), "allow", "format");
        }
        String many = String.join(
                ",",
                IntStream.range(0, 101).mapToObj(i -> "\"10.0.0." + i + "\"").toList());
        assertInvalid(issue("{\"mode\":\"live\",\"allow\":[" + many + "]}"), "allow", "too_long");
        assertInvalid(issue("{\"mode\":\"live\",\"expires_at\":\"tomorrow\"}"), "expires_at", "format");
        assertInvalid(issue("{\"mode\":\"live\",\"expires_at\":\"2020-01-01T00:00:00Z\"}"), "expires_at", "range");
        assertInvalid(issue("{\"mode\":\"live\",\"expires_at\":\"+12345-01-01T00:00:00Z\"}"), "expires_at", "range");
        assertRefused(http.post(keysOf(999999999), admin.key(), "{\"mode\":\"live\"}"), 404, "user_not_found");
        assertRefused(http.get(keysOf(999999999), admin.key()), 404, "user_not_found");
        assertRefused(http.get(keysOf(reseller.accountId()) + "?limit=0", admin.key()), 400, "validation");
    }

    @Test
    void an_empty_list_of_scopes_is_refused_and_without_one_all_that_the_account_may_is_granted_and_listed() {
        Reply empty = issue("{\"mode\":\"live\",\"scopes\":[]}");
        assertInvalid(empty, "scopes", "empty");
        assertThat(empty.string("message")).contains("grants nothing", "leave it out");

        String everything = "[\"orders:write\",\"orders:read\",\"wallet:read\"]";
        Reply all = issued("{\"mode\":\"live\",\"scopes\":null}");
        assertThat(all.json().path("scopes").toString()).isEqualTo(everything);
        JsonNode listed = http.get(keysOf(reseller.accountId()), admin.key())
                .json()
                .path("keys")
                .path(0);
        assertThat(listed.path("scopes").toString()).isEqualTo(everything);
        Reply revoked =
                revoke(reseller.accountId(), all.json().path("api_key_id").asLong());
        assertThat(revoked.json().path("scopes").toString()).isEqualTo(everything);

        Reply ofAdmin = http.post(keysOf(admin.accountId()), admin.key(), "{\"mode\":\"live\"}");
        assertThat(ofAdmin.json().path("scopes").toString())
                .isEqualTo(everything.replace("]", ",\"admin:read\",\"admin:write\"]"));
    }

    @Test
    void only_an_admin_gets_the_scopes_of_admins_and_only_live_keys() {
        TestStore.Admin other = store.adminAccount();

        assertInvalid(issue("{\"mode\":\"live\",\"scopes\":[\"admin:read\"]}"), "scopes", "not_allowed");
        assertInvalid(http.post(keysOf(other.accountId()), admin.key(), "{\"mode\":\"test\"}"), "mode", "not_allowed");
        Reply reads =
                http.post(keysOf(other.accountId()), admin.key(), "{\"mode\":\"live\",\"scopes\":[\"admin:read\"]}");
        assertThat(reads.string("key")).startsWith("ak_live_");
        assertThat(http.get("/api/admin/v1/accounts", reads.string("key")).status())
                .isEqualTo(200);
        assertRefused(http.post("/api/admin/v1/accounts", reads.string("key"), "{}"), 403, "forbidden");
    }

    @Test
    void an_account_has_two_hundred_good_keys_at_most() {
        jdbc.sql("""
                insert into api_key (account_id, mode, secret_hash, hint)
                select :account, 'live', sha256(convert_to(:account || '/' || g, 'UTF8')), 'none'
                  from generate_series(2, 200) g
                """).param("account", reseller.accountId()).update();

        assertRefused(issue("{\"mode\":\"live\"}"), 400, "validation");
        revoke(reseller.accountId(), reseller.keyId());
        issued("{\"mode\":\"live\"}");
    }

    @Test
    void keys_are_listed_newest_first_and_read_on_by_cursor() {
        long second = issued("{\"mode\":\"live\"}").json().path("api_key_id").asLong();
        long third = issued("{\"mode\":\"test\"}").json().path("api_key_id").asLong();

        JsonNode page =
                http.get(keysOf(reseller.accountId()) + "?limit=2", admin.key()).json();
        JsonNode rest = http.get(
                        keysOf(reseller.accountId()) + "?limit=2&after="
                                + page.path("next").asString(),
                        admin.key())
                .json();

        assertThat(ids(page)).containsExactly(third, second);
        assertThat(ids(rest)).containsExactly(reseller.keyId());
        assertThat(rest.path("has_more").asBoolean(true)).isFalse();
    }

    private static List<Long> ids(JsonNode page) {
        return page.path("keys")
                .valueStream()
                .map(key -> key.path("api_key_id").asLong())
                .toList();
    }

    @Test
    void a_key_is_revoked_again_and_again_with_the_same_answer() {
        Reply first = revoke(reseller.accountId(), reseller.keyId());
        Reply again = revoke(reseller.accountId(), reseller.keyId());

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("api_key_id").asLong()).isEqualTo(reseller.keyId());
        assertThat(first.string("revoked_at")).isNotBlank();
        assertThat(again.text()).isEqualTo(first.text());
    }

    @Test
    void anothers_key_and_an_unknown_one_are_404_and_stay_as_they_are() {
        TestStore.Reseller other = store.reseller("1.00");

        for (Object key : List.of(other.keyId(), 999999999, "x", "99999999999999999999")) {
            assertRefused(revoke(reseller.accountId(), key), 404, "not_found");
        }
        assertThat(http.get("/api/v1/me", other.key()).status()).isEqualTo(200);
    }

    @Test
    void a_revoked_key_is_stopped_within_five_seconds_at_every_instance() {
        try (ConfigurableApplicationContext other = anotherInstance()) {
            HttpCalls there = callsTo(other);
            assertThat(there.get("/api/v1/me", reseller.key()).status()).isEqualTo(200);
            assertThat(http.get("/api/v1/me", reseller.key()).status()).isEqualTo(200);

            revoke(reseller.accountId(), reseller.keyId());

            Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                List<Reply> replies = Stream.of(http, there)
                        .map(instance -> instance.get("/api/v1/me", reseller.key()))
                        .toList();
                assertThat(replies).allSatisfy(reply -> assertRefused(reply, 401, "unauthorized"));
            });
        }
    }

    @Test
    void issuing_and_revoking_are_in_the_audit_log_without_the_secret() {
        long key = issued("{\"mode\":\"live\",\"scopes\":[\"orders:read\"],\"reason\":\"new shop\"}")
                .json()
                .path("api_key_id")
                .asLong();
        revoke(reseller.accountId(), key);

        assertThat(jdbc.sql("""
                select action || ' ' || coalesce(reason, '-') || ' ' || (after ->> 'api_key_id')
                  from audit_entry
                 where subject = :subject
                 order by seq
                """)
                        .param("subject", "account:" + reseller.accountId())
                        .query(String.class)
                        .list())
                .containsExactly("api_key.issue new shop " + key, "api_key.revoke - " + key);
    }

    @Test
    void when_a_key_was_used_is_known_soon() {
        ApiKeys.Created fresh =
                store.keys().create(ApiKeys.NewKey.unrestricted(reseller.accountId(), KeySecret.Kind.RESELLER_LIVE));
        http.get("/api/v1/me", fresh.secret().reveal());

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !http.get(keysOf(reseller.accountId()), admin.key())
                        .json()
                        .path("keys")
                        .path(0)
                        .path("last_used_at")
                        .isNull());
    }
}
