package io.waybill.api.admin.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKeys;
import io.waybill.account.Scope;
import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import io.waybill.secret.KeySecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The store never locks its owner out. */
final class LastAdminKeyTest extends ApiTest {
    @Autowired
    private TransactionTemplate transactions;

    private TestStore.Admin admin;
    private TestStore.Admin other;
    private List<Long> rest;

    /** Two admins have a key each; those of other tests are no good for now. */
    @BeforeEach
    void leave_two_keys() {
        admin = store.adminAccount();
        other = store.adminAccount();
        rest = jdbc.sql("""
                update api_key
                   set revoked_at = now()
                 where revoked_at is null
                   and account_id in (select id from account where role = 'admin')
                   and account_id not in (:admin, :other)
                returning id
                """)
                .param("admin", admin.accountId())
                .param("other", other.accountId())
                .query(Long.class)
                .list();
    }

    @AfterEach
    void give_the_rest_back() {
        jdbc.sql("update api_key set revoked_at = null where id = any (:ids)")
                .param("ids", rest.toArray(Long[]::new))
                .update();
    }

    private Reply revoke(TestStore.Admin author, TestStore.Admin owner) {
        return http.call(
                "DELETE", "/api/admin/v1/accounts/" + owner.accountId() + "/keys/" + owner.keyId(), author.key());
    }

    private Reply suspend(TestStore.Admin author, TestStore.Admin account) {
        return http.patch(
                "/api/admin/v1/accounts/" + account.accountId(),
                author.key(),
                "{\"status\":\"suspended\",\"reason\":\"test\"}");
    }

    private void addKey(TestStore.Admin owner, Set<Scope> scopes, @Nullable Instant expiresAt) {
        store.keys()
                .create(new ApiKeys.NewKey(owner.accountId(), KeySecret.Kind.ADMIN_LIVE, scopes, List.of(), expiresAt));
    }

    private boolean isGood(TestStore.Admin owner) {
        return jdbc.sql("select revoked_at is null from api_key where id = :id")
                .param("id", owner.keyId())
                .query(Boolean.class)
                .single();
    }

    private void assertLockedOut(Reply reply) {
        assertRefused(reply, 400, "validation");
        assertThat(reply.text()).contains("\"last_admin_key\"", "no admin would have a key", "issue another one first");
        assertThat(reply.string("retry")).isEqualTo("never");
    }

    @Test
    void the_last_key_to_change_the_store_with_stays_whatever_other_keys_there_are() {
        TestStore.Admin suspended = store.adminAccount();
        addKey(admin, Set.of(Scope.ADMIN_READ), null);
        addKey(admin, Set.of(), Instant.now().minusSeconds(1));
        assertThat(suspend(admin, suspended).status()).isEqualTo(200);
        assertThat(revoke(admin, other).status()).isEqualTo(200);

        assertLockedOut(revoke(admin, admin));
        assertThat(isGood(admin)).isTrue();
        assertThat(revoke(admin, other).status()).isEqualTo(200);

        addKey(other, Set.of(Scope.ADMIN_WRITE), Instant.now().plusSeconds(3_600));
        assertThat(revoke(admin, admin).status()).isEqualTo(200);
    }

    @Test
    void of_another_accounts_last_key_nothing_is_told() {
        assertThat(revoke(admin, other).status()).isEqualTo(200);

        Reply reply = http.call(
                "DELETE", "/api/admin/v1/accounts/" + other.accountId() + "/keys/" + admin.keyId(), admin.key());

        assertRefused(reply, 404, "not_found");
        assertThat(isGood(admin)).isTrue();
    }

    @Test
    void the_only_admin_with_such_a_key_is_not_suspended() {
        http.get("/api/admin/v1/accounts", admin.key());
        // From here on the instance goes by what it remembers of the author: the use case must not.
        jdbc.sql("update api_key set expires_at = now() where id = :id")
                .param("id", admin.keyId())
                .update();

        assertLockedOut(suspend(admin, other));

        addKey(admin, Set.of(), null);
        assertThat(suspend(admin, other).status()).isEqualTo(200);
    }

    @Test
    void of_two_admins_who_revoke_each_others_key_at_once_one_is_refused() {
        List<CompletableFuture<Reply>> both = Objects.requireNonNull(transactions.execute(_ -> {
            jdbc.sql("select id from api_key where id in (:one, :two) for update")
                    .param("one", admin.keyId())
                    .param("two", other.keyId())
                    .query(Long.class)
                    .list();
            List<CompletableFuture<Reply>> asked = List.of(
                    CompletableFuture.supplyAsync(() -> revoke(admin, other)),
                    CompletableFuture.supplyAsync(() -> revoke(other, admin)));
            Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> waiting() == 2);
            return asked;
        }));

        assertThat(both.stream().map(reply -> reply.join().status())).containsExactlyInAnyOrder(200, 400);
        assertThat(Stream.of(admin, other).filter(this::isGood)).hasSize(1);
    }

    private int waiting() {
        return jdbc.sql("""
                select count(*)
                  from pg_stat_activity
                 where datname = current_database()
                   and wait_event_type = 'Lock'
                """).query(Integer.class).single();
    }
}
