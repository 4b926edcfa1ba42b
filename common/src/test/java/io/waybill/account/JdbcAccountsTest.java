package io.waybill.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.money.Usd;
import io.waybill.secret.KeySecret;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class JdbcAccountsTest {
    private static final TestDatabase DATABASE = TestServices.database();
    private final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
    private final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(DATABASE.dataSource()));
    private final Accounts accounts = new JdbcAccounts(jdbc);
    private final ApiKeys keys = new JdbcApiKeys(jdbc, new SecureRandom());

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void an_account_is_opened_with_one_empty_wallet_for_each_mode() {
        long id = accounts.create(Accounts.NewAccount.reseller("one@example.com", "One"));

        assertThat(accounts.walletId(id, Mode.LIVE)).isNotEqualTo(accounts.walletId(id, Mode.TEST));
        assertThat(accounts.balance(accounts.walletId(id, Mode.LIVE))).contains(Usd.ZERO);
        assertThat(accounts.find(id))
                .isEqualTo(accounts.byEmail("ONE@example.com"))
                .hasValueSatisfying(account -> {
                    assertThat(account.role()).isEqualTo(Account.Role.RESELLER);
                    assertThat(account.providerDailyCap()).isNull();
                });
        assertThat(accounts.balance(-1)).isEmpty();
    }

    @Test
    void an_email_address_has_one_account_in_whatever_case() {
        accounts.create(Accounts.NewAccount.reseller("two@example.com", "Two"));

        assertThatThrownBy(() -> accounts.create(Accounts.NewAccount.admin("Two@Example.com", "Two")))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void a_key_is_recognised_by_its_secret_with_everything_that_it_may() {
        long id = accounts.create(new Accounts.NewAccount(
                "three@example.com", "Three", Account.Role.RESELLER, 5, true, Usd.parse("12.50")));
        ApiKeys.Created created = keys.create(new ApiKeys.NewKey(
                id,
                KeySecret.Kind.RESELLER_TEST,
                Set.of(Scope.ORDERS_READ, Scope.WALLET_READ),
                List.of("192.0.2.0/24"),
                null));

        ApiKey key = keys.authenticate(created.secret()).orElseThrow();

        assertThat(key.id()).isEqualTo(created.id());
        assertThat(key.mode()).isEqualTo(Mode.TEST);
        assertThat(key.walletId()).isEqualTo(accounts.walletId(id, Mode.TEST));
        assertThat(key.scopes()).containsExactlyInAnyOrder(Scope.ORDERS_READ, Scope.WALLET_READ);
        assertThat(key.allow()).containsExactly("192.0.2.0/24");
        assertThat(key.state()).isEqualTo(ApiKey.State.VALID);
        assertThat(key.account().providerDailyCap()).isEqualTo(Usd.parse("12.50"));
        assertThat(key.may(Scope.ORDERS_WRITE)).isFalse();
    }

    @Test
    void a_key_ends_by_revocation_of_its_own_account_or_by_its_date() {
        long id = accounts.create(Accounts.NewAccount.reseller("four@example.com", "Four"));
        ApiKeys.Created revoked = keys.create(ApiKeys.NewKey.unrestricted(id, KeySecret.Kind.RESELLER_LIVE));
        ApiKeys.Created expired =
                keys.create(new ApiKeys.NewKey(id, KeySecret.Kind.RESELLER_LIVE, Set.of(), List.of(), Instant.EPOCH));

        assertThat(keys.revoke(id + 1, revoked.id())).isFalse();
        assertThat(keys.revoke(id, revoked.id())).isTrue();
        assertThat(keys.revoke(id, revoked.id())).isTrue();

        assertThat(keys.authenticate(revoked.secret()).orElseThrow().state()).isEqualTo(ApiKey.State.REVOKED);
        assertThat(keys.authenticate(expired.secret()).orElseThrow().state()).isEqualTo(ApiKey.State.EXPIRED);
        assertThat(keys.authenticate(KeySecret.create(KeySecret.Kind.RESELLER_LIVE, new SecureRandom())))
                .isEmpty();
    }

    @Test
    void only_an_admin_gets_an_admin_key() {
        long reseller = accounts.create(Accounts.NewAccount.reseller("five@example.com", "Five"));
        long admin = accounts.create(Accounts.NewAccount.admin("six@example.com", "Six"));

        assertThatThrownBy(() -> keys.create(ApiKeys.NewKey.unrestricted(reseller, KeySecret.Kind.ADMIN_LIVE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(keys.create(ApiKeys.NewKey.unrestricted(admin, KeySecret.Kind.ADMIN_LIVE))
                        .secret()
                        .reveal())
                .startsWith("ak_live_");
    }

    @Test
    void the_secret_itself_is_nowhere_in_the_database() {
        long id = accounts.create(Accounts.NewAccount.reseller("seven@example.com", "Seven"));
        ApiKeys.Created key = keys.create(ApiKeys.NewKey.unrestricted(id, KeySecret.Kind.RESELLER_LIVE));

        String row = jdbc.sql("select to_jsonb(k)::text from api_key k where id = :id")
                .param("id", key.id())
                .query(String.class)
                .single();
        assertThat(row)
                .contains(HexFormat.of().formatHex(key.secret().hash()))
                .doesNotContain(key.secret().reveal());
    }

    @Test
    void a_use_is_noted_once_a_minute_and_never_waits_for_who_changes_the_key() {
        long id = accounts.create(Accounts.NewAccount.reseller("eight@example.com", "Eight"));
        long key = keys.create(ApiKeys.NewKey.unrestricted(id, KeySecret.Kind.RESELLER_LIVE))
                .id();
        assertThat(keys.find(id, key).orElseThrow().lastUsedAt()).isNull();

        keys.markUsed(List.of(key));
        Instant first = keys.find(id, key).orElseThrow().lastUsedAt();
        keys.markUsed(List.of(key));

        assertThat(first).isNotNull();
        assertThat(keys.find(id, key).orElseThrow().lastUsedAt()).isEqualTo(first);
        jdbc.sql("update api_key set last_used_at = last_used_at - interval '61 s' where id = :id")
                .param("id", key)
                .update();
        transactions.executeWithoutResult(_ -> {
            keys.revoke(id, key);
            CompletableFuture.runAsync(() -> keys.markUsed(List.of(key))).join();
        });
        assertThat(keys.find(id, key).orElseThrow().lastUsedAt()).isBefore(first);
        keys.markUsed(List.of(key));
        assertThat(keys.find(id, key).orElseThrow().lastUsedAt()).isAfterOrEqualTo(first);
    }

    @Test
    void who_changes_an_account_keeps_no_order_of_it_waiting() {
        long id = accounts.create(Accounts.NewAccount.reseller("nine@example.com", "Nine"));

        transactions.executeWithoutResult(_ -> {
            accounts.lock(id);
            accounts.lockActiveAdmins();
            CompletableFuture.runAsync(() -> keys.create(ApiKeys.NewKey.unrestricted(id, KeySecret.Kind.RESELLER_LIVE)))
                    .join();
        });

        assertThat(keys.countGood(id)).isEqualTo(1);
    }
}
