package io.waybill.api.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class CreateAdminTest {
    private static final String SECRET_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String EMAIL = "owner@shop.example";

    private final TestDatabase database = TestServices.emptyDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void the_first_admin_of_an_empty_database_gets_a_key_that_may_do_everything() {
        assertThat(run("create-admin", EMAIL)).isZero();

        String key = out().lines().toList().getLast();
        assertThat(key).startsWith("ak_live_");
        assertThat(jdbc.sql("""
                select a.email || ' ' || a.role || ' ' || k.hint || ' ' || cardinality(k.scopes)
                  from api_key k
                  join account a on a.id = k.account_id
                """).query(String.class).list())
                .containsExactly(EMAIL + " admin " + key.substring(key.length() - 4) + " 0");
    }

    @Test
    void the_audit_log_tells_of_it_without_the_key() {
        run("create-admin", EMAIL);

        String key = out().lines().toList().getLast();
        List<String> entries = jdbc.sql(
                        "select actor || ' ' || action || ' ' || after::text from audit_entry order by seq")
                .query(String.class)
                .list();
        assertThat(entries).hasSize(2).noneMatch(entry -> entry.contains(key));
        assertThat(entries.getFirst()).startsWith("command:create-admin account.open ");
        assertThat(entries.getLast()).startsWith("command:create-admin api_key.issue ");
    }

    @Test
    void a_repeat_makes_another_key_of_the_same_admin() {
        run("create-admin", EMAIL);
        String first = out().lines().toList().getLast();

        assertThat(run("create-admin", EMAIL.toUpperCase(Locale.ROOT))).isZero();

        assertThat(out().lines().toList().getLast()).startsWith("ak_live_").isNotEqualTo(first);
        assertThat(count("account")).isEqualTo(1);
        assertThat(count("api_key")).isEqualTo(2);
    }

    @Test
    void a_reseller_is_not_made_an_admin() {
        run("create-admin", EMAIL);
        jdbc.sql("insert into account (email, name, role) values ('reseller@shop.example', 'R', 'reseller')")
                .update();

        assertThat(run("create-admin", "reseller@shop.example")).isEqualTo(2);

        assertThat(err()).contains("This is the address of a reseller: give the admin another one.");
        assertThat(count("api_key")).isEqualTo(1);
    }

    @Test
    void a_suspended_admin_stays_out() {
        run("create-admin", EMAIL);
        jdbc.sql("update account set status = 'suspended'").update();

        assertThat(run("create-admin", EMAIL)).isEqualTo(2);

        assertThat(err()).contains("The admin with this address is suspended: give another address.");
        assertThat(count("api_key")).isEqualTo(1);
    }

    @Test
    void an_admin_with_as_many_keys_as_an_account_may_have_gets_no_other() {
        run("create-admin", EMAIL);
        jdbc.sql("""
                insert into api_key (account_id, mode, secret_hash, hint)
                select id, 'live', sha256(n::text::bytea), 'hint'
                  from account
                 cross join generate_series(2, 200) n
                """).update();

        assertThat(run("create-admin", EMAIL)).isEqualTo(2);

        assertThat(err()).contains("This admin has 200 keys, which is the most: revoke one first");
        assertThat(count("api_key")).isEqualTo(200);
    }

    @Test
    void of_two_who_open_the_same_account_at_once_the_second_gets_a_key_of_it() {
        run("create-admin", "another@shop.example");
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));

        CompletableFuture<Integer> second = Objects.requireNonNull(transactions.execute(_ -> {
            jdbc.sql("insert into account (email, name, role) values (:email, 'First', 'admin')")
                    .param("email", EMAIL)
                    .update();
            CompletableFuture<Integer> command = CompletableFuture.supplyAsync(() -> run("create-admin", EMAIL));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 1);
            return command;
        }));

        assertThat(second.join()).isZero();
        assertThat(jdbc.sql("select name from account where email = :email")
                        .param("email", EMAIL)
                        .query(String.class)
                        .list())
                .containsExactly("First");
    }

    private int waiting() {
        return jdbc.sql("""
                select count(*)
                  from pg_stat_activity
                 where datname = current_database()
                   and wait_event_type = 'Lock'
                """).query(Integer.class).single();
    }

    @Test
    void what_is_no_address_is_refused_before_anything_is_touched() {
        assertThat(run("create-admin")).isEqualTo(2);
        assertThat(run("create-admin", "owner")).isEqualTo(2);
        assertThat(run("create-admin", EMAIL, "more")).isEqualTo(2);

        assertThat(err()).contains("Usage: create-admin EMAIL");
        assertThat(out()).isEmpty();
    }

    private int run(String... args) {
        List<String> settings = new ArrayList<>(List.of("--waybill.secret-key=" + SECRET_KEY));
        database.springProperties().forEach((name, value) -> settings.add("--" + name + "=" + value));
        return CreateAdminCommand.with(settings)
                .execute(
                        Arrays.asList(args),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }
}
