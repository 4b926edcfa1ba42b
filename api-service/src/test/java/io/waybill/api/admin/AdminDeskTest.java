package io.waybill.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.Mode;
import io.waybill.api.http.Answer;
import io.waybill.api.http.AnswerJson;
import io.waybill.api.http.Charged;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Failure;
import io.waybill.api.http.RefusedException;
import io.waybill.api.input.JsonBodies;
import io.waybill.audit.AuditConfiguration;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.AuditLog;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.error.Retry;
import io.waybill.fixture.FaultyDataSource;
import io.waybill.fixture.FaultyDataSource.Fault;
import io.waybill.fixture.TestStore;
import io.waybill.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What is promised of every admin's write: once, whole or not at all, told in the audit log, and never guessed. */
final class AdminDeskTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NO_KEY = "";

    private final TestStore store = new TestStore();
    private final TestStore.Reseller admin = store.reseller();
    private final FaultyDataSource database = new FaultyDataSource(store.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AuditLog audit = audit();
    private final AdminDesk desk = desk();

    private AuditLog audit() {
        context.registerBean(JdbcClient.class, () -> jdbc);
        context.registerBean(
                SecretBox.class, () -> SecretBox.of(Base64.getEncoder().encodeToString(new byte[32])));
        context.register(AuditConfiguration.class);
        context.refresh();
        return context.getBean(AuditLog.class);
    }

    /** Each is an instance of its own on the same database. */
    private AdminDesk desk() {
        return new AdminDesk(
                new JsonBodies(),
                new AnswerJson(),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                new JdbcAdminKeys(jdbc),
                audit,
                context.getBean(SecretBox.class));
    }

    @AfterEach
    void close() {
        context.close();
        store.close();
    }

    private Exchange exchange(String body, String key) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/admin/v1/things");
        request.setContentType("application/json");
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        if (!key.isEmpty()) {
            request.addHeader("Idempotency-Key", key);
        }
        Exchange exchange = Exchange.begin(request, () -> "req_1");
        Account account = new Account(
                admin.accountId(),
                "a@example.com",
                "A",
                Account.Role.ADMIN,
                Account.Status.ACTIVE,
                0,
                false,
                null,
                Instant.EPOCH);
        exchange.authenticated(new ApiKey(
                admin.apiKeyId(), account, admin.walletId(), Mode.LIVE, Set.of(), List.of(), ApiKey.State.VALID));
        return exchange;
    }

    private AdminWrite write(String body, String key) {
        return desk.read(exchange(body, key), AdminDesk.Reason.OPTIONAL);
    }

    /** Counts how often it is done in the name of an account, where the database can see it. */
    private Done rename(AdminWrite write) {
        jdbc.sql("update account set name = name || '+' where id = :id")
                .param("id", admin.accountId())
                .update();
        String subject = "account:" + admin.accountId();
        return Done.well(
                Map.of("ok", true, "done", 1), write.entry("thing.do", subject, Facts.of("n", 0), Facts.of("n", 1)));
    }

    private Answer rename(String body, String key) {
        AdminWrite write = write(body, key);
        return desk.carryOut(write, () -> rename(write));
    }

    private int timesDone() {
        return store.jdbc()
                .sql("select length(name) - length('Reseller') from account where id = :id")
                .param("id", admin.accountId())
                .query(Integer.class)
                .single();
    }

    private int count(String table) {
        return store.jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    private static String text(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Ok.class);
        return new String(new AnswerJson().write(((Answer.Ok) answer).body()), StandardCharsets.UTF_8);
    }

    private static Failure failure(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed) answer).failure();
    }

    @Test
    void a_write_is_done_with_its_audit_entry() {
        Answer answer = rename("{\"reason\":\"because\"}", NO_KEY);

        assertThat(JSON.readTree(text(answer))).isEqualTo(JSON.readTree("{\"ok\":true,\"done\":1}"));
        assertThat(timesDone()).isEqualTo(1);
        assertThat(store.jdbc()
                        .sql("select actor || ' ' || action || ' ' || reason from audit_entry")
                        .query(String.class)
                        .list())
                .containsExactly("account:%d/key:%d thing.do because".formatted(admin.accountId(), admin.apiKeyId()));
        assertThat(audit.verify(AuditLog.Link.START).breaks()).isEmpty();
    }

    @Test
    void without_a_key_every_request_counts() {
        rename("{}", NO_KEY);
        rename("{}", NO_KEY);

        assertThat(timesDone()).isEqualTo(2);
        assertThat(count("admin_idempotency_key")).isZero();
    }

    @Test
    void a_repeat_gets_the_first_answer_and_does_nothing_whatever_the_order_of_fields() {
        String first = text(rename("{\"a\":1,\"b\":{\"c\":2,\"d\":[3]}}", "k"));
        Answer again = rename("{ \"b\": {\"d\":[3],\"c\":2}, \"a\": 1 }", "k");

        assertThat(JSON.readTree(text(again)).path("done"))
                .isEqualTo(JSON.readTree(first).path("done"));
        assertThat(((Answer.Ok) again).headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(timesDone()).isEqualTo(1);
        assertThat(count("audit_entry")).isEqualTo(1);
    }

    @Test
    void a_repeat_is_the_first_answer_to_the_letter() {
        AdminWrite write = write("{}", "k");
        Done done = Done.well(
                new Thing(true, "z", "a", new Thing.Part("2026-01-01T00:00:00Z", List.of(3, 1, 2), null)),
                write.entry("thing.do", "thing:1", Facts.NONE, Facts.NONE));

        String first = text(desk.carryOut(write, () -> done));
        Answer again = rename("{}", "k");

        assertThat(first).startsWith("{\"ok\":true,\"zeta\":\"z\",\"a\":\"a\"");
        assertThat(text(again)).isEqualTo(first);
        assertThat(((Answer.Ok) again).headers()).containsEntry("Idempotent-Replayed", "true");
    }

    private record Thing(boolean ok, String zeta, String a, Part part) {
        private record Part(
                String thirdPart,
                List<Integer> list,
                @Nullable String b) {}
    }

    @Test
    void an_answer_that_was_kept_as_an_object_is_still_repeated() {
        rename("{}", "k");
        store.jdbc()
                .sql("update admin_idempotency_key set answer = (answer #>> '{}')::jsonb")
                .update();

        assertThat(text(rename("{}", "k"))).contains("\"done\":1");
        assertThat(timesDone()).isEqualTo(1);
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        rename("{\"a\":1}", "k");

        for (String other : List.of("{\"a\":2}", "{}", "{\"a\":1,\"b\":2}", "{\"a\":\"1\"}")) {
            assertThat(failure(rename(other, "k")).refusal().code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
        assertThat(timesDone()).isEqualTo(1);
    }

    @Test
    void many_repeats_at_once_do_it_once() {
        AtomicInteger worked = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> answers = IntStream.range(0, 12)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(
                            () -> {
                                AdminWrite write = write("{}", "k");
                                return desk().carryOut(write, () -> {
                                    worked.incrementAndGet();
                                    return rename(write);
                                });
                            },
                            threads))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(text(answer.join())).contains("\"done\":1"));
        }

        assertThat(worked).hasValue(1);
        assertThat(timesDone()).isEqualTo(1);
        assertThat(count("audit_entry")).isEqualTo(1);
    }

    @Test
    void a_refusal_is_not_remembered_and_leaves_nothing() {
        AdminWrite refused = write("{}", "k");
        Answer answer = desk.carryOut(refused, () -> {
            rename(refused);
            return Done.refused(ErrorCode.USER_NOT_FOUND, "There is no such account.");
        });

        assertThat(failure(answer).refusal().code()).isEqualTo(ErrorCode.USER_NOT_FOUND);
        assertThat(failure(answer).charged()).isEqualTo(Charged.NOTHING);
        assertThat(timesDone()).isZero();
        assertThat(count("audit_entry")).isZero();
        assertThat(count("admin_idempotency_key")).isZero();

        assertThat(text(rename("{\"other\":\"body\"}", "k"))).contains("\"done\":1");
    }

    @Test
    void what_throws_undoes_everything_and_is_not_remembered() {
        AdminWrite write = write("{}", "k");
        assertThatThrownBy(() -> desk.carryOut(write, () -> {
                    rename(write);
                    throw new IllegalStateException("staged");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(timesDone()).isZero();
        assertThat(count("audit_entry")).isZero();
        assertThat(count("admin_idempotency_key")).isZero();
    }

    @Test
    void a_secret_is_answered_once_and_kept_nowhere() {
        AdminWrite write = write("{}", "k");
        Answer first = desk.carryOut(
                write,
                () -> new Done.Well(
                        Map.of("key", "sk_live_secret"),
                        Map.of("note", "shown before"),
                        List.of(write.entry("key", "x", Facts.NONE, Facts.NONE))));

        assertThat(text(first)).contains("sk_live_secret");
        assertThat(text(rename("{}", "k"))).isEqualTo("{\"note\":\"shown before\"}");
        assertThat(store.jdbc()
                        .sql("select answer::text from admin_idempotency_key")
                        .query(String.class)
                        .single())
                .doesNotContain("sk_live");
    }

    @Test
    void a_commit_whose_answer_was_lost_is_in_doubt_and_a_repeat_under_the_key_finds_it() {
        database.onNextCommit(new Fault.AnswerLost());
        Answer answer = rename("{}", "k");

        assertInDoubt(answer, Retry.SAME_REQUEST);
        assertThat(((Answer.Ok) rename("{}", "k")).headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(timesDone()).isEqualTo(1);
    }

    @Test
    void a_commit_that_never_arrived_is_in_doubt_and_a_repeat_under_the_key_does_it() {
        database.onNextCommit(new Fault.RequestLost());
        Answer answer = rename("{}", "k");

        assertInDoubt(answer, Retry.SAME_REQUEST);
        assertThat(timesDone()).isZero();
        assertThat(count("audit_entry")).isZero();
        assertThat(((Answer.Ok) rename("{}", "k")).headers()).isEmpty();
        assertThat(timesDone()).isEqualTo(1);
    }

    @Test
    void a_commit_that_arrives_late_is_waited_for_by_the_repeat() throws InterruptedException {
        CountDownLatch now = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        database.onNextCommit(new Fault.Late(now, done));
        assertInDoubt(rename("{}", "k"), Retry.SAME_REQUEST);

        CompletableFuture<Answer> repeat = CompletableFuture.supplyAsync(() -> rename("{}", "k"));
        now.countDown();
        done.await();

        assertThat(((Answer.Ok) repeat.join()).headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(timesDone()).isEqualTo(1);
    }

    @Test
    void without_a_key_a_commit_in_doubt_must_not_be_repeated() {
        database.onNextCommit(new Fault.AnswerLost());

        assertInDoubt(rename("{}", NO_KEY), Retry.NEVER);
    }

    private static void assertInDoubt(Answer answer, Retry retry) {
        Failure failure = failure(answer);
        assertThat(failure.refusal().code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.charged()).isInstanceOf(Charged.Unknown.class);
        assertThat(failure.retry()).isEqualTo(retry);
    }

    @Test
    void what_was_done_before_its_end_could_not_be_written_is_in_doubt() {
        AdminWrite keyed = write("{}", "k");
        AdminWrite keyless = write("{}", NO_KEY);
        Done.Well done =
                Done.well(Map.of("ok", true), keyed.entry("thing.do", "thing:1", Facts.NONE, Facts.of("n", 1)));

        database.setUnreachable(true);
        assertInDoubt(desk.conclude(keyed, done), Retry.SAME_REQUEST);
        assertInDoubt(desk.conclude(keyless, done), Retry.NEVER);

        database.setUnreachable(false);
        assertThat(text(desk.conclude(keyed, done))).isEqualTo("{\"ok\":true}");
        assertThat(count("audit_entry")).isEqualTo(1);
    }

    @Test
    void a_refusal_is_the_answer_whether_or_not_it_can_be_put_on_record() {
        AdminWrite write = write("{}", "k");
        Refusal refusal = Refusal.of(ErrorCode.PROVIDER_FAILED, "The provider gave no answer.");
        AuditEntry failed = write.entry("thing.do_failed", "thing:1", Facts.NONE, Facts.NONE);

        database.setUnreachable(true);
        assertThat(failure(desk.refuse(write, refusal, failed)).refusal()).isEqualTo(refusal);
        assertThat(count("audit_entry")).isZero();

        database.setUnreachable(false);
        assertThat(failure(desk.refuse(write, refusal, failed)).refusal()).isEqualTo(refusal);
        assertThat(count("audit_entry")).isEqualTo(1);
    }

    @Test
    void without_the_database_nothing_is_in_doubt() {
        database.setUnreachable(true);

        assertThatThrownBy(() -> rename("{}", "k")).isInstanceOf(RuntimeException.class);
        database.setUnreachable(false);
        assertThat(timesDone()).isZero();
    }

    @Test
    void fields_that_nobody_took_are_named_in_the_first_answer_and_in_a_repeat() {
        String body = "{\"colour\":1,\"reason\":\"why\"}";

        String first = text(rename(body, "k"));

        assertThat(first).contains("\"warnings\":[\"unknown field colour\"]");
        assertThat(text(rename(body, "k"))).isEqualTo(first);
        assertThat(timesDone()).isEqualTo(1);
    }

    @Test
    void a_reason_is_required_where_money_moves() {
        for (String body : List.of("{}", "{\"reason\":null}", "{\"reason\":\"\"}", "{\"reason\":\" \"}")) {
            AdminWrite write = desk.read(exchange(body, NO_KEY), AdminDesk.Reason.REQUIRED);
            assertRefused(ErrorCode.VALIDATION, write::requireNoErrors);
        }
        assertRefused(ErrorCode.VALIDATION, write("{\"reason\":\"" + "a".repeat(501) + "\"}", NO_KEY)::requireNoErrors);
        desk.read(exchange("{\"reason\":\"slip\"}", NO_KEY), AdminDesk.Reason.REQUIRED)
                .requireNoErrors();
    }

    @Test
    void what_can_not_be_read_is_refused() {
        for (String body : List.of("[]", "1", "{\"a\":1,\"a\":2}", "{", "null", "{\"a\":".repeat(30))) {
            assertRefused(ErrorCode.VALIDATION, () -> write(body, NO_KEY));
        }
        assertRefused(ErrorCode.PAYLOAD_TOO_LARGE, () -> write(" ".repeat(1024 * 1024 + 1), NO_KEY));
        assertRefused(ErrorCode.VALIDATION, () -> write("{}", "a".repeat(256)));
        assertRefused(ErrorCode.VALIDATION, () -> write("{}", "\"\""));
        MockHttpServletRequest form = new MockHttpServletRequest("POST", "/api/admin/v1/things");
        form.setContentType("text/plain");
        form.setContent(new byte[] {'{', '}'});
        Exchange asked = Exchange.begin(form, () -> "req_1");
        assertRefused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, () -> desk.read(asked, AdminDesk.Reason.OPTIONAL));
    }

    private static void assertRefused(ErrorCode code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    @Test
    void a_write_without_a_body_has_no_fields() {
        @Nullable String reason = write("", NO_KEY).reason();

        assertThat(reason).isNull();
    }
}
