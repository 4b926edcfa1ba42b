package io.waybill.api.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.audit.AuditLog;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

final class AuditTest extends ApiTest {
    @Autowired
    private AuditLog log;

    private TestStore.Admin admin;
    private TestStore.Reseller reseller;

    @BeforeEach
    void enter() {
        admin = store.adminAccount();
        reseller = store.reseller("0");
    }

    private void topUp(String amount, String reason) {
        Reply reply = http.post(
                "/api/admin/v1/accounts/" + reseller.accountId() + "/top-ups",
                admin.key(),
                "{\"amount\":\"%s\",\"reason\":\"%s\"}".formatted(amount, reason));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private JsonNode audit(String query) {
        Reply reply = http.get("/api/admin/v1/audit?" + query, admin.key());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String subject() {
        return "subject=account:" + reseller.accountId();
    }

    private static List<String> reasons(JsonNode page) {
        return page.path("entries")
                .valueStream()
                .map(entry -> entry.path("reason").asString())
                .toList();
    }

    @Test
    void an_entry_says_who_did_what_to_what_why_and_what_was_different() {
        topUp("5", "slip 1");

        JsonNode entry = audit(subject()).path("entries").path(0);

        assertThat(entry.path("seq").asLong()).isPositive();
        assertThat(entry.path("at").asString()).endsWith("Z");
        assertThat(entry.path("actor").asString()).isEqualTo("account:" + admin.accountId() + "/key:" + admin.keyId());
        assertThat(entry.path("action").asString()).isEqualTo("wallet.top_up");
        assertThat(entry.path("subject").asString()).isEqualTo("account:" + reseller.accountId());
        assertThat(entry.path("reason").asString()).isEqualTo("slip 1");
        assertThat(entry.path("before").path("balance").asString()).isEqualTo("0.000000");
        assertThat(entry.path("after").path("balance").asString()).isEqualTo("5.000000");
    }

    @Test
    void entries_are_found_by_subject_actor_action_and_time_newest_first() {
        topUp("1", "one");
        topUp("2", "two");
        http.patch(
                "/api/admin/v1/accounts/" + reseller.accountId(), admin.key(), "{\"name\":\"X\",\"reason\":\"three\"}");
        JsonNode all = audit(subject());
        String second = all.path("entries").path(1).path("at").asString();
        String account = "actor=account:" + admin.accountId();

        assertThat(reasons(all)).containsExactly("three", "two", "one");
        assertThat(reasons(audit(account))).containsExactly("three", "two", "one");
        assertThat(reasons(audit(account + "/key:" + admin.keyId()))).containsExactly("three", "two", "one");
        assertThat(reasons(audit(account + "/key:1"))).isEmpty();
        assertThat(reasons(audit(account + "&action=wallet.top_up"))).containsExactly("two", "one");
        assertThat(reasons(audit(subject() + "&action=account.change&" + account)))
                .containsExactly("three");
        assertThat(reasons(audit(subject() + "&from=" + second))).containsExactly("three", "two");
        assertThat(reasons(audit(subject() + "&to=" + second))).containsExactly("one");
        assertThat(reasons(audit(subject() + "&to=2020-01-01"))).isEmpty();
        assertThat(reasons(audit(subject() + "&from=2999-01-01"))).isEmpty();
    }

    @Test
    void pages_follow_one_another() {
        topUp("1", "one");
        topUp("2", "two");
        topUp("3", "three");

        JsonNode first = audit(subject() + "&limit=2");
        JsonNode second =
                audit(subject() + "&limit=2&after=" + first.path("next").asString());

        assertThat(reasons(first)).containsExactly("three", "two");
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(reasons(second)).containsExactly("one");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void what_admins_wrote_makes_a_chain_that_holds() {
        topUp("1", "one");

        assertThat(log.verify(AuditLog.Link.START).breaks()).isEmpty();
    }

    @Test
    void nonsense_in_the_query_is_400() {
        for (String query : List.of("from=x", "to=x", "after=x", "limit=201", "subject=" + "a".repeat(300))) {
            assertRefused(http.get("/api/admin/v1/audit?" + query, admin.key()), 400, "validation");
        }
    }
}
