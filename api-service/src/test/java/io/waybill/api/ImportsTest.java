package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.audit.AuditLog;
import io.waybill.audit.AuditLog.Link;
import io.waybill.provider.Adapter;
import io.waybill.provider.CatalogAnswer;
import io.waybill.provider.CatalogMark;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.Providers;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.upkeep.catalog.CatalogRun;
import io.waybill.provider.upkeep.catalog.ImportCatalog;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
final class ImportsTest extends ApiTest {
    private static final String PROVIDERS = "/api/admin/v1/providers";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String secret = "upstream-" + UUID.randomUUID();

    private final ProviderSimulator simulator =
            ProviderSimulator.start(SimulatorOptions.inMemory().key(secret, "500.00"));

    @Autowired
    private ImportCatalog importCatalog;

    @Autowired
    private Turns turns;

    @Autowired
    private AuditLog auditLog;

    @Autowired
    private Providers providers;

    @Autowired
    private Adapter panelAdapter;

    private String admin;
    private String actor;

    @BeforeEach
    void signIn() {
        TestStore.Admin signedIn = store.adminAccount();
        admin = signedIn.key();
        actor = "account:" + signedIn.accountId() + "/key:" + signedIn.keyId();
    }

    @AfterEach
    void closeSimulator() {
        simulator.close();
    }

    @Test
    void from_a_new_provider_to_the_first_order_of_an_item_that_was_chosen(CapturedOutput output) {
        long id = provider(simulator.baseUrl());

        Reply tested = test(id);
        assertThat(tested.status()).as(tested.text()).isEqualTo(200);
        assertThat(new BigDecimal(tested.string("balance"))).isEqualByComparingTo("500.00");
        assertThat(tested.string("currency")).isEqualTo("USD");
        assertThat(get(id).path("health").asString()).isEqualTo("ok");
        assertThat(get(id).path("balance").asString()).isEqualTo("500.00");
        assertThat(http.get(PROVIDERS + "/" + id + "/balances", admin)
                        .json()
                        .path("balances")
                        .path(0)
                        .path("balance")
                        .asString())
                .isEqualTo("500.00");

        Reply imported = importOf(id, "[\"123\",\"101\",\"nowhere\"]");
        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        assertThat(imported.json().path("created").asInt()).isEqualTo(2);
        assertThat(imported.json().path("removed").asInt(-1)).isZero();
        assertThat(imported.json().path("skipped").asInt()).isEqualTo(1);
        assertThat(imported.json().path("skips").path(0).path("external_id").asString())
                .isEqualTo("nowhere");
        JsonNode run = http.get(PROVIDERS + "/" + id + "/runs", admin)
                .json()
                .path("runs")
                .path(0);
        assertThat(run.path("run_id").asLong())
                .isEqualTo(imported.json().path("run_id").asLong());
        assertThat(run.path("created").asInt()).isEqualTo(2);
        assertThat(get(id).path("last_run").path("created").asInt()).isEqualTo(2);

        JsonNode item = itemsOf(id).path(0);
        assertThat(item.path("active").asBoolean()).isTrue();
        TestStore.Reseller reseller = store.reseller("100.00");
        Reply order = http.post(
                "/api/v1/orders",
                reseller.key(),
                "{\"item_id\":%d,\"player_id\":\"ok\"}"
                        .formatted(item.path("item_id").asLong()));
        assertThat(order.status()).as(order.text()).isEqualTo(200);

        String told = get(id)
                + tested.text()
                + imported.text()
                + run
                + http.get(PROVIDERS, admin).text()
                + audit();
        assertThat(audit()).contains("provider.add", "provider.test", "provider.import");
        assertThat(told + output.getAll()).doesNotContain(secret);
    }

    @Test
    void what_was_never_chosen_does_not_appear_at_the_next_sync() {
        long id = provider(simulator.baseUrl());
        importOf(id, "[\"123\"]");

        CatalogRun synced = sync(id);

        assertThat(synced.error()).isNull();
        assertThat(synced.created()).isZero();
        assertThat(synced.unchanged()).isEqualTo(1);
        assertThat(itemsOf(id)).hasSize(1);
        simulator.catalog().reprice("123", new BigDecimal("124.00"));
        simulator.catalog().reprice("101", new BigDecimal("24.00"));
        CatalogRun again = sync(id);
        assertThat(again.updated()).isEqualTo(1);
        assertThat(again.unchanged()).isZero();
        assertThat(sync(id).unchanged()).isEqualTo(1);
        simulator.catalog().remove("123");
        assertThat(sync(id).removed()).isEqualTo(1);
    }

    @Test
    void all_is_the_whole_catalog_from_then_on() {
        long id = provider(simulator.baseUrl());
        importOf(id, "[\"123\"]");
        sync(id);
        int size = simulator.catalog().items().size();

        Reply all = importOf(id, "\"all\"");

        assertThat(all.json().path("created").asInt()).as(all.text()).isEqualTo(size - 1);
        assertThat(all.json().path("unchanged").asInt()).isEqualTo(1);
        assertThat(get(id).path("selection").asString()).isEqualTo("all");
        assertThat(importOf(id, "\"all\"").json().path("unchanged").asInt()).isEqualTo(size);
        simulator.catalog().remove("101");
        assertThat(importOf(id, "[\"101\",\"102\"]").json().path("removed").asInt(-1))
                .isZero();
        assertThat(importOf(id, "\"all\"").json().path("removed").asInt()).isEqualTo(1);
    }

    @Test
    void what_was_set_by_hand_stays_when_the_catalog_is_imported_again() {
        long id = provider(simulator.baseUrl());
        importOf(id, "\"all\"");
        long item = itemOf(id, "123");
        http.patch(
                "/api/admin/v1/items/" + item,
                admin,
                "{\"name\":\"Our own name\",\"price_usd\":\"9.99\",\"max_quantity\":1}");
        simulator.catalog().reprice("123", new BigDecimal("124.00"));

        CatalogRun synced = sync(id);

        assertThat(synced.updated()).isEqualTo(1);
        JsonNode kept = http.get("/api/admin/v1/items/" + item, admin).json();
        assertThat(kept.path("name").asString()).isEqualTo("Our own name");
        assertThat(kept.path("price_usd").asString()).isEqualTo("9.990000");
        assertThat(kept.path("cost_usd").asString()).isEqualTo("1.033334");
        assertThat(kept.path("own_fields").toString()).contains("name", "max_quantity");

        http.patch("/api/admin/v1/items/" + item, admin, "{\"own_fields\":[],\"price\":null}");
        sync(id);
        JsonNode given = http.get("/api/admin/v1/items/" + item, admin).json();
        assertThat(given.path("name").asString()).isNotEqualTo("Our own name");
        assertThat(given.path("price_usd").asString()).isEqualTo("1.136667");
    }

    @Test
    void an_item_that_waits_is_available_again_after_its_rise_was_accepted_and_synced() {
        long id = provider(simulator.baseUrl());
        importOf(id, "[\"123\"]");
        simulator.catalog().reprice("123", new BigDecimal("400.00"));
        assertThat(sync(id).waiting()).isEqualTo(1);
        JsonNode waiting = itemsOf(id).path(0);
        assertThat(waiting.path("available").asBoolean(true)).isFalse();
        assertThat(waiting.path("pending_rise").path("cost_usd").asString()).isEqualTo("3.333334");

        Reply accepted = http.post("/api/admin/v1/items/price-changes", admin, "{\"provider_id\":" + id + "}");

        assertThat(accepted.json().path("accepted").asInt()).as(accepted.text()).isEqualTo(1);
        assertThat(isDue(id)).isTrue();
        assertThat(sync(id).waiting()).isZero();
        JsonNode item = itemsOf(id).path(0);
        assertThat(item.path("available").asBoolean()).isTrue();
        assertThat(item.path("price_usd").asString()).isEqualTo("3.666667");
    }

    private boolean isDue(long id) {
        return jdbc.sql("select due_at <= now() as due from sync_job where provider_id = :id and kind = 'catalog'")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    @Test
    void a_changed_margin_is_in_the_prices_after_the_sync_that_it_makes_due() {
        long id = provider(simulator.baseUrl());
        importOf(id, "[\"123\"]");

        http.patch(PROVIDERS + "/" + id, admin, "{\"margin_percent\":\"100\",\"price_step\":\"0.01\"}");

        assertThat(isDue(id)).isTrue();
        sync(id);
        assertThat(itemsOf(id).path(0).path("price_usd").asString()).isEqualTo("2.050000");
    }

    @Test
    void the_catalog_is_shown_page_by_page_with_what_is_imported() {
        long id = provider(simulator.baseUrl());
        importOf(id, "[\"123\"]");
        simulator.catalog().addBadRow("{\"item_id\":\"bad-1\",\"price\":\"free\"}");

        JsonNode first =
                http.get(PROVIDERS + "/" + id + "/catalog?limit=2", admin).json();
        JsonNode second = http.get(
                        PROVIDERS + "/" + id + "/catalog?limit=200&after="
                                + first.path("next").asString(),
                        admin)
                .json();

        assertThat(first.path("catalog").findValuesAsString("external_id")).containsExactly("101", "102");
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(second.path("catalog").findValuesAsString("external_id"))
                .hasSize(simulator.catalog().items().size() - 1)
                .contains("123", "bad-1");
        JsonNode found = http.get(PROVIDERS + "/" + id + "/catalog?q=LEVEL+UP", admin)
                .json()
                .path("catalog");
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("imported").asBoolean()).isTrue();
        assertThat(found.path(0).path("price").asString()).isEqualTo("123.00");
        assertThat(found.path(0).path("our_price").asString()).isEqualTo("135.30");
        JsonNode other = http.get(PROVIDERS + "/" + id + "/catalog?q=101", admin)
                .json()
                .path("catalog")
                .path(0);
        assertThat(other.path("imported").asBoolean(true)).isFalse();
        importOf(id, "[\"101\"]");
        assertThat(other.path("our_price_usd").asString())
                .isEqualTo(http.get("/api/admin/v1/items/" + itemOf(id, "101"), admin)
                        .string("price_usd"));
        JsonNode bad = http.get(PROVIDERS + "/" + id + "/catalog?q=bad-1", admin)
                .json()
                .path("catalog")
                .path(0);
        assertThat(bad.path("skipped").asString()).isNotBlank();
    }

    @Test
    void a_provider_that_fails_its_test_is_shown_as_failing_and_recovers() {
        long id = provider(simulator.baseUrl());
        http.patch(PROVIDERS + "/" + id, admin, "{\"api_key\":\"wrong-key\"}");

        Reply failed = test(id);

        assertRefused(failed, 409, "provider_failed");
        assertThat(failed.text()).contains("401").doesNotContain("wrong-key", secret);
        assertThat(get(id).path("health").asString()).isEqualTo("failing");
        assertThat(get(id).path("health_note").asString()).isNotBlank().doesNotContain("wrong-key");
        http.patch(PROVIDERS + "/" + id, admin, "{\"api_key\":\"" + secret + "\"}");
        assertThat(test(id).status()).isEqualTo(200);
        assertThat(http.get(PROVIDERS + "/" + id + "/events", admin)
                        .json()
                        .path("events")
                        .findValuesAsString("kind"))
                .containsExactly("recovered", "failing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>nginx</html>",
                "{\"ok\":true,\"products\":{}}",
                "{\"ok\":true}",
                "[]",
                "{\"ok\":true,\"products\":[{\"item_id\":1,",
                "{\"ok\":false,\"error\":\"unauthorized\"}"
            })
    void nonsense_is_told_and_nothing_is_imported(String answer) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json(200, answer))) {
            long id = provider(server.url());

            for (Reply reply : List.of(
                    importOf(id, "\"all\""),
                    importOf(id, "[\"1\"]"),
                    http.get(PROVIDERS + "/" + id + "/catalog", admin),
                    test(id))) {
                assertRefused(reply, 409, "provider_failed");
                assertThat(reply.text()).doesNotContain(secret);
            }
            assertThat(itemsOf(id)).isEmpty();
            assertThat(get(id).path("selection").asString()).isEqualTo("chosen");
            assertThat(get(id).path("last_run").path("result").asString()).isEqualTo("failed");
            assertThat(get(id).path("last_run").path("error").asString()).isNotBlank();
        }
    }

    @Test
    void a_silent_provider_is_given_up_after_its_time_out() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.Connection::hold)) {
            long id = provider(server.url());
            http.patch(PROVIDERS + "/" + id, admin, "{\"answer_timeout\":\"300ms\"}");

            assertRefused(test(id), 409, "provider_failed");
            assertThat(get(id).path("health").asString()).isEqualTo("failing");
        }
    }

    @Test
    void an_import_during_a_sync_of_the_same_provider_is_told_to_come_later() {
        long id = provider(simulator.baseUrl());
        Turn held = turns.take(id, Chore.CATALOG).orElseThrow();
        jdbc.sql("update sync_job set held_until = now() + interval '1 hour' where provider_id = :id")
                .param("id", id)
                .update();

        Reply refused = importOf(id, "\"all\"");

        assertRefused(refused, 409, "request_in_progress");
        turns.release(held);
        assertThat(importOf(id, "\"all\"").status()).isEqualTo(200);
    }

    @Test
    void a_repeat_under_the_same_key_asks_the_provider_nothing() {
        long id = provider(simulator.baseUrl());
        String key = UUID.randomUUID().toString();
        Reply first = importOf(id, "[\"123\"]", "Idempotency-Key", key);
        simulator.catalog().remove("123");

        Reply repeat = importOf(id, "[\"123\"]", "Idempotency-Key", key);

        assertThat(repeat.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(repeat.json().path("run_id").asLong())
                .isEqualTo(first.json().path("run_id").asLong());
        assertThat(http.get(PROVIDERS + "/" + id + "/runs", admin).json().path("runs"))
                .hasSize(1);
        assertRefused(importOf(id, "[\"101\"]", "Idempotency-Key", key), 422, "idempotency_key_reused");
    }

    @Test
    void who_imports_is_on_record_before_the_provider_is_asked() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.start(connection -> {
            asked.addAll(audit("action"));
            Script.json(200, "{\"ok\":true,\"user\":{\"balance\":\"1\"},\"products\":[]}")
                    .play(connection);
        })) {
            long id = provider(server.url());

            assertThat(test(id).status()).isEqualTo(200);
            assertThat(asked).containsExactly("provider.add", "provider.test_asked");
            asked.clear();
            assertThat(importOf(id, "[\"1\"]").status()).isEqualTo(200);

            assertThat(asked)
                    .containsExactly("provider.add", "provider.test_asked", "provider.test", "provider.import_asked");
            assertThat(audit("action"))
                    .containsExactly(
                            "provider.add",
                            "provider.test_asked",
                            "provider.test",
                            "provider.import_asked",
                            "provider.import");
            assertThat(audit("after ->> 'selected'").subList(3, 5)).containsExactly("1", "1");
            assertThat(audit("after ->> 'request_id'").subList(1, 5))
                    .doesNotContainNull()
                    .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)))
                    .satisfies(
                            ids -> assertThat(ids.get(2)).isEqualTo(ids.get(3)).isNotEqualTo(ids.get(0)));
        }
    }

    @Test
    void what_failed_is_on_record_with_its_reason_and_a_later_try_under_the_same_key_too() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json(200, "<html>"))) {
            long id = provider(server.url());
            String key = UUID.randomUUID().toString();

            assertRefused(test(id), 409, "provider_failed");
            assertRefused(importOf(id, "\"all\"", "Idempotency-Key", key), 409, "provider_failed");

            assertThat(audit("action"))
                    .containsExactly(
                            "provider.add",
                            "provider.test_asked",
                            "provider.test_failed",
                            "provider.import_asked",
                            "provider.import_failed");
            assertThat(audit("after ->> 'error'")).element(2).isEqualTo("provider_failed");
            assertThat(audit("after ->> 'message'").getLast()).startsWith("Nothing was imported: ");
            server.otherwise(Script.json(200, "{\"ok\":true,\"products\":[]}"));
            for (int i = 0; i < 3; i++) {
                assertThat(importOf(id, "\"all\"", "Idempotency-Key", key).status())
                        .isEqualTo(200);
            }
            assertThat(audit("action"))
                    .hasSize(7)
                    .endsWith("provider.import_failed", "provider.import_asked", "provider.import");
            assertThat(auditLog.verify(Link.START).breaks()).isEmpty();
        }
    }

    @Test
    void a_refusal_whose_entry_is_lost_is_answered_all_the_same(CapturedOutput output) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json(200, "<html>"))) {
            long id = provider(server.url());
            refuseEntries("provider:" + id, "provider.test_failed");
            try {
                assertRefused(test(id), 409, "provider_failed");
            } finally {
                acceptEntries();
            }

            assertThat(output).contains("an audit entry of what failed was lost");
            assertThat(audit("action")).containsExactly("provider.add", "provider.test_asked");
        }
    }

    @Test
    void an_import_whose_end_can_not_be_written_is_in_doubt() {
        long id = provider(simulator.baseUrl());
        refuseEntries("provider:" + id, "provider.import");
        Reply reply;
        try {
            reply = importOf(id, "[\"123\"]");
        } finally {
            acceptEntries();
        }

        assertFailure(reply, 500, "internal");
        assertThat(reply.string("message")).contains("not known whether this was done");
        assertThat(itemsOf(id)).hasSize(1);
    }

    private void refuseEntries(String subject, String action) {
        jdbc.sql("""
                create function refuse_entry() returns trigger language plpgsql as '
                  begin
                    raise exception ''staged'';
                  end'
                """).update();
        jdbc.sql("""
                create trigger refuse_entry
                before insert on audit_entry
                   for each row
                  when (new.subject = '%s' and new.action = '%s')
                execute function refuse_entry()
                """.formatted(subject, action)).update();
    }

    private void acceptEntries() {
        jdbc.sql("drop function refuse_entry cascade").update();
    }

    @Test
    void a_repeat_that_overtakes_the_first_request_leaves_two_whole_pairs_and_one_answer() throws IOException {
        String key = UUID.randomUUID().toString();
        long[] id = {0};
        List<Reply> overtaking = new CopyOnWriteArrayList<>();
        try (ScriptedServer server =
                ScriptedServer.start(Script.json(200, "{\"ok\":true,\"user\":{\"balance\":\"1\"}}"))) {
            id[0] = provider(server.url());
            server.next(connection -> {
                overtaking.add(http.post(PROVIDERS + "/" + id[0] + "/test", admin, "{}", "Idempotency-Key", key));
                Script.json(200, "{\"ok\":true,\"user\":{\"balance\":\"2\"}}").play(connection);
            });

            Reply overtaken = http.post(PROVIDERS + "/" + id[0] + "/test", admin, "{}", "Idempotency-Key", key);

            assertThat(overtaking).hasSize(1);
            assertThat(overtaken.string("balance"))
                    .isEqualTo(overtaking.getFirst().string("balance"))
                    .isEqualTo("1");
            assertThat(overtaken.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(audit("action"))
                    .containsExactly(
                            "provider.add",
                            "provider.test_asked",
                            "provider.test_asked",
                            "provider.test",
                            "provider.test");
        }
    }

    @Test
    void a_provider_that_is_not_there_and_a_request_that_can_not_be_read_leave_nothing_on_record() {
        assertRefused(test(999_999_999), 404, "not_found");
        assertRefused(importOf(999_999_999, "\"all\""), 404, "not_found");
        assertRefused(importOf(provider(simulator.baseUrl()), "7"), 400, "validation");

        assertThat(audit("action")).containsExactly("provider.add");
    }

    @Test
    void the_simulator_says_that_nothing_is_new() throws ProviderException {
        ProviderAccount account = providers.find(provider(simulator.baseUrl())).orElseThrow();
        try (Provider provider = panelAdapter.connect(account)) {
            CatalogMark unlike =
                    new CatalogMark("unlike its bytes", mark(provider).etag());

            assertThat(provider.catalog(unlike, _ -> {})).isEqualTo(new CatalogAnswer.Known());
            assertThat(provider.catalog(unlike.withoutEtag(), _ -> {})).isInstanceOf(CatalogAnswer.Read.class);
        }
    }

    @Test
    void a_waybill_whose_tag_is_weak_is_known_by_its_bytes() {
        ProviderAccount account = providers
                .find(provider(URI.create("http://localhost:" + port() + "/api/v1")))
                .orElseThrow();
        try (Provider provider = panelAdapter.connect(account)) {
            await().untilAsserted(() -> {
                CatalogMark mark = mark(provider);

                assertThat(mark.etag()).isNull();
                assertThat(provider.catalog(mark, _ -> {})).isEqualTo(new CatalogAnswer.Known());
            });
        }
    }

    private static CatalogMark mark(Provider provider) throws ProviderException {
        CatalogAnswer answer = provider.catalog(null, _ -> {});
        assertThat(answer).isInstanceOf(CatalogAnswer.Read.class);
        return Objects.requireNonNull(((CatalogAnswer.Read) answer).mark());
    }

    @Test
    void what_is_to_be_imported_must_be_said() {
        long id = provider(simulator.baseUrl());

        for (String select : List.of("null", "\"some\"", "7", "[]", "[1]", "{}")) {
            assertRefused(importOf(id, select), 400, "validation");
        }
        assertRefused(importOf(999_999_999, "\"all\""), 404, "not_found");
        assertRefused(test(999_999_999), 404, "not_found");
        assertRefused(http.get(PROVIDERS + "/999999999/catalog", admin), 404, "not_found");
    }

    @Test
    void resellers_may_neither_ask_nor_import() {
        String key = store.reseller("1.00").key();

        assertRefused(http.get(PROVIDERS + "/1/catalog", key), 403, "forbidden");
        assertRefused(http.post(PROVIDERS + "/1/test", key, "{}"), 403, "forbidden");
        assertRefused(http.post(PROVIDERS + "/1/import", key, "{}"), 403, "forbidden");
    }

    @Test
    void a_provider_whose_key_does_not_open_is_told_so() {
        long item = store.providerItem("1.00");
        long id = http.get("/api/admin/v1/items/" + item, admin)
                .json()
                .path("provider_id")
                .asLong();

        assertRefused(test(id), 409, "provider_failed");
        assertThat(http.patch(
                                PROVIDERS + "/" + id,
                                admin,
                                "{\"api_key\":\"" + secret + "\",\"base_url\":\"" + simulator.baseUrl() + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(test(id).status()).isEqualTo(200);
    }

    private long provider(URI url) {
        String body = JSON.createObjectNode()
                .put("name", "Provider " + UUID.randomUUID())
                .put("protocol", "panel")
                .put("base_url", url.toString())
                .put("api_key", secret)
                .put("billing", "wallet")
                .put("margin_percent", "10.00")
                .toString();
        Reply added = http.post(PROVIDERS, admin, body);
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        return added.json().path("provider_id").asLong();
    }

    private Reply test(long id) {
        return http.post(PROVIDERS + "/" + id + "/test", admin, "{}");
    }

    private Reply importOf(long id, String select, String... headers) {
        return http.post(PROVIDERS + "/" + id + "/import", admin, "{\"select\":" + select + "}", headers);
    }

    private JsonNode get(long id) {
        return http.get(PROVIDERS + "/" + id, admin).json();
    }

    private JsonNode itemsOf(long id) {
        return http.get("/api/admin/v1/items?limit=200&provider_id=" + id, admin)
                .json()
                .path("items");
    }

    private long itemOf(long id, String externalId) {
        return itemsOf(id)
                .valueStream()
                .filter(item -> item.path("external_id").asString().equals(externalId))
                .findFirst()
                .orElseThrow()
                .path("item_id")
                .asLong();
    }

    /** What a sync worker does. */
    private CatalogRun sync(long id) {
        ProviderAccount account = providers.find(id).orElseThrow();
        Turn turn = turns.take(id, Chore.CATALOG).orElseThrow();
        try (Provider provider = panelAdapter.connect(account)) {
            return importCatalog.run(turn, account, provider);
        } finally {
            turns.release(turn);
        }
    }

    /** Of what this test's admin did, in its order. */
    private List<@Nullable String> audit(String column) {
        return jdbc.sql("select " + column + " as said from audit_entry where actor = :actor order by seq")
                .param("actor", actor)
                .query((row, _) -> row.getString("said"))
                .list();
    }

    private String audit() {
        return String.join(
                "\n",
                jdbc.sql("select row_to_json(a)::text as line from audit_entry a")
                        .query((row, _) -> row.getString("line"))
                        .list());
    }
}
