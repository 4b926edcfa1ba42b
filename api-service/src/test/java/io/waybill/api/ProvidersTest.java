package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class ProvidersTest extends ApiTest {
    private static final String PROVIDERS = "/api/admin/v1/providers";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECRET = "upstream-secret-4711";

    private String admin;

    @BeforeEach
    void signIn() {
        admin = store.admin();
    }

    @Test
    void a_provider_is_added_with_the_defaults_and_answered_without_its_key() {
        Reply added = add(valid());

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        JsonNode provider = get(id(added));
        assertThat(provider.path("ok").asBoolean()).isTrue();
        assertThat(provider.path("protocol").asString()).isEqualTo("panel");
        assertThat(provider.path("mode").asString()).isEqualTo("live");
        assertThat(provider.path("margin_percent").asString()).isEqualTo("10.00");
        assertThat(provider.path("capabilities").isEmpty()).isTrue();
        assertThat(provider.path("max_quantity").asInt()).isEqualTo(1);
        assertThat(provider.path("concurrency").asInt()).isEqualTo(2000);
        assertThat(provider.path("rate_limit").asInt(-1)).isZero();
        assertThat(provider.path("connect_timeout").asString()).isEqualTo("2s");
        assertThat(provider.path("answer_timeout").asString()).isEqualTo("20s");
        assertThat(provider.path("price_step").asString()).isEqualTo("0.000001");
        assertThat(provider.path("price_rise_percent").asString()).isEqualTo("50.00");
        assertThat(provider.path("low_balance").isNull()).isTrue();
        assertThat(provider.path("selection").asString()).isEqualTo("chosen");
        assertThat(provider.path("active").asBoolean()).isTrue();
        assertThat(provider.path("balance").isNull()).isTrue();
        assertThat(provider.path("health").asString()).isEqualTo("unknown");
        assertThat(provider.path("in_flight").asInt(-1)).isZero();
        assertThat(provider.path("last_run").isNull()).isTrue();
        assertThat(added.text() + provider).doesNotContain(SECRET, "api_key");
        assertThat(sealedKey(id(added))).isNotEmpty().doesNotContain(SECRET);
    }

    @Test
    void times_are_read_as_seconds_or_with_a_unit() {
        Reply added = add(valid().put("connect_timeout", "500ms").put("answer_timeout", 30));
        Reply other = add(valid().put("connect_timeout", 1.5).put("answer_timeout", "1m"));

        assertThat(added.string("connect_timeout")).isEqualTo("500ms");
        assertThat(added.string("answer_timeout")).isEqualTo("30s");
        assertThat(other.string("connect_timeout")).isEqualTo("1500ms");
        assertThat(other.string("answer_timeout")).isEqualTo("60s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name               | ""                             | required
            name               | 7                              | type
            protocol           | ""                             | unsupported
            protocol           | "carrier-pigeon"               | unsupported
            base_url           | "localhost:8090/api/v1"        | format
            base_url           | "ftp://host/api/v1"            | format
            base_url           | "http:///api/v1"               | format
            base_url           | "http://user:pw@host/api/v1"   | format
            base_url           | "http://host/api/v1?key=x"     | format
            base_url           | "http://host/api/v1#x"         | format
            base_url           | "http://host:99999/api/v1"     | format
            api_key            | "two words"                    | format
            api_key            | "line\\nbreak"                 | format
            billing            | "card"                         | unknown
            margin_percent     | "-1"                           | range
            margin_percent     | "10000.01"                     | range
            margin_percent     | 10                             | type
            mode               | "staging"                      | unknown
            capabilities       | ["telepathy"]                  | unknown
            capabilities       | "status"                       | type
            max_quantity       | 0                              | range
            concurrency        | 0                              | range
            concurrency        | 10001                          | range
            rate_limit         | -1                             | range
            connect_timeout    | "99ms"                         | range
            connect_timeout    | "61s"                          | range
            answer_timeout     | "3m"                           | range
            answer_timeout     | "soon"                         | format
            answer_timeout     | -1                             | format
            price_step         | "0"                            | range
            price_step         | "1000.000001"                  | range
            price_rise_percent | "-5"                           | range
            low_balance        | "-5"                           | format
            selection          | "some"                         | unknown
            active             | "yes"                          | type
            """)
    void what_is_wrong_with_a_field_is_said(String field, String value, String code) {
        ObjectNode body = valid();
        body.set(field, JSON.readTree(value));

        Reply reply = add(body);

        assertRefused(reply, 400, "validation");
        assertThat(reply.json().path("errors").path(0).path("field").asString()).isEqualTo(field);
        assertThat(reply.json().path("errors").path(0).path("code").asString()).isEqualTo(code);
        assertThat(reply.text()).doesNotContain(SECRET, "user:pw", "two words");
    }

    @Test
    void everything_that_is_missing_is_named_at_once() {
        Reply reply = http.post(PROVIDERS, admin, "{}");

        assertRefused(reply, 400, "validation");
        assertThat(reply.json().path("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("name", "protocol", "base_url", "api_key", "billing");
    }

    @Test
    void a_used_name_is_refused_when_adding_and_when_changing() {
        ObjectNode body = valid();
        add(body);
        long other = id(add(valid()));
        String name = body.path("name").asString();

        for (Reply reply :
                List.of(add(body), patch(other, JSON.createObjectNode().put("name", name)))) {
            assertRefused(reply, 400, "validation");
            assertThat(reply.json().path("errors").path(0).path("code").asString())
                    .isEqualTo("taken");
        }
        assertThat(get(other).path("name").asString()).isNotEqualTo(name);
    }

    @Test
    void a_change_touches_only_what_it_says() {
        long id = id(add(valid().put("low_balance", "100")));
        String sealed = sealedKey(id);

        Reply changed = patch(
                id,
                JSON.createObjectNode()
                        .put("margin_percent", "12.5")
                        .put("concurrency", 5)
                        .putNull("price_rise_percent"));

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        JsonNode provider = get(id);
        assertThat(provider.path("margin_percent").asString()).isEqualTo("12.50");
        assertThat(provider.path("concurrency").asInt()).isEqualTo(5);
        assertThat(provider.path("price_rise_percent").isNull()).isTrue();
        assertThat(provider.path("low_balance").asString()).isEqualTo("100.00");
        assertThat(provider.path("connect_timeout").asString()).isEqualTo("2s");
        assertThat(sealedKey(id)).isEqualTo(sealed);

        patch(id, JSON.createObjectNode().put("api_key", "another-secret").putNull("low_balance"));
        assertThat(sealedKey(id)).isNotEqualTo(sealed);
        assertThat(get(id).path("low_balance").isNull()).isTrue();
    }

    @Test
    void another_server_gets_no_key_that_was_not_given_for_it() {
        long id = id(add(valid()));

        for (String elsewhere :
                List.of("http://localhost:8/api/v1", "https://localhost:9/api/v1", "http://evil:9/api/v1")) {
            Reply refused = patch(id, JSON.createObjectNode().put("base_url", elsewhere));
            assertRefused(refused, 400, "validation");
            assertThat(refused.json().path("errors").path(0).path("field").asString())
                    .isEqualTo("api_key");
        }
        assertThat(patch(id, JSON.createObjectNode().put("base_url", "http://LOCALHOST:9/shop/api/v1"))
                        .status())
                .isEqualTo(200);
        Reply moved = patch(
                id,
                JSON.createObjectNode()
                        .put("base_url", "http://localhost:8/api/v1")
                        .put("api_key", "for-it"));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    }

    @Test
    void protocol_and_mode_stay_as_they_are() {
        long id = id(add(valid()));

        Reply mode = patch(id, JSON.createObjectNode().put("mode", "test"));

        assertRefused(mode, 400, "validation");
        assertThat(mode.json().path("errors").path(0).path("code").asString()).isEqualTo("fixed");
        assertThat(patch(id, JSON.createObjectNode().put("mode", "live").put("protocol", "panel"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_unknown_provider_is_404_after_the_body_was_read() {
        for (String id : List.of("999999999", "x", "-1")) {
            assertRefused(http.get(PROVIDERS + "/" + id, admin), 404, "not_found");
            assertRefused(http.patch(PROVIDERS + "/" + id, admin, "{}"), 404, "not_found");
            assertRefused(http.patch(PROVIDERS + "/" + id, admin, "{\"concurrency\":0}"), 400, "validation");
            for (String list : List.of("runs", "balances", "events")) {
                assertRefused(http.get(PROVIDERS + "/" + id + "/" + list, admin), 404, "not_found");
            }
        }
    }

    @Test
    void the_list_is_newest_first_and_read_page_by_page() {
        long first = id(add(valid()));
        long second = id(add(valid()));

        JsonNode page =
                http.get(PROVIDERS + "?limit=1&after=" + (second + 1), admin).json();
        assertThat(page.path("providers").path(0).path("provider_id").asLong()).isEqualTo(second);
        assertThat(page.path("has_more").asBoolean()).isTrue();
        JsonNode next = http.get(
                        PROVIDERS + "?limit=1&after=" + page.path("next").asString(), admin)
                .json();
        assertThat(next.path("providers").path(0).path("provider_id").asLong()).isEqualTo(first);
        assertThat(page.toString()).doesNotContain("api_key", SECRET);
        assertRefused(http.get(PROVIDERS + "?limit=0", admin), 400, "validation");
    }

    @Test
    void an_idempotency_key_adds_one_provider() {
        String body = valid().toString();
        Reply one = http.post(PROVIDERS, admin, body, "Idempotency-Key", "add-" + UUID.randomUUID());
        String key = "again-" + UUID.randomUUID();
        String other = valid().toString();
        Reply first = http.post(PROVIDERS, admin, other, "Idempotency-Key", key);
        Reply repeat = http.post(PROVIDERS, admin, other, "Idempotency-Key", key);

        assertThat(one.status()).isEqualTo(200);
        assertThat(repeat.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(id(repeat)).isEqualTo(id(first));
    }

    @Test
    void each_write_leaves_an_audit_entry_without_the_key() {
        ObjectNode body = valid().put("reason", "a new supplier");
        long id = id(add(body));
        patch(id, JSON.createObjectNode().put("api_key", "replaced-secret-1").put("margin_percent", "11.00"));

        List<String> entries = jdbc.sql("""
                select concat_ws(' ', action, reason, before, after)
                  from audit_entry
                 where subject = :subject
                 order by seq
                """)
                .param("subject", "provider:" + id)
                .query((row, _) -> row.getString(1))
                .list();

        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst()).contains("provider.add", "a new supplier", "10.00");
        assertThat(entries.getLast()).contains("provider.change", "10.00", "11.00", "replaced");
        assertThat(String.join("\n", entries)).doesNotContain(SECRET, "replaced-secret-1");
    }

    @Test
    void resellers_may_neither_read_nor_write() {
        String key = store.reseller("1.00").key();
        long id = id(add(valid()));

        for (String path : List.of("", "/" + id, "/" + id + "/runs", "/" + id + "/balances", "/" + id + "/events")) {
            assertRefused(http.get(PROVIDERS + path, key), 403, "forbidden");
        }
        assertRefused(http.post(PROVIDERS, key, "{}"), 403, "forbidden");
        assertRefused(http.patch(PROVIDERS + "/" + id, key, "{}"), 403, "forbidden");
    }

    @Test
    void in_flight_counts_the_purchases_that_are_being_sent() {
        long id = id(add(valid()));
        TestStore.Reseller reseller = store.reseller("100.00");
        long item = store.providerItem("1.00");
        long order = http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"ok\",\"quantity\":1}".formatted(item))
                .orderId();
        jdbc.sql("""
                with session as (
                  insert into worker_session (worker)
                  values ('test')
                  returning id
                )
                insert into attempt (order_id, number, provider_id, session_id, reference)
                select :order, 1, :provider, id, 'ref'
                  from session
                """).param("order", order).param("provider", id).update();

        assertThat(get(id).path("in_flight").asInt()).isEqualTo(1);
    }

    @Test
    void an_smm_panel_can_not_be_said_to_honour_what_its_protocol_has_no_words_for() {
        ObjectNode panel = valid().put("protocol", "smm").put("base_url", "http://localhost:9/api/v2");
        ObjectNode known = panel.deepCopy();
        known.putArray("capabilities").add("status").add("cancel");
        ObjectNode unknown = panel.deepCopy();
        unknown.putArray("capabilities").add("status").add("idempotency");

        Reply added = add(known);
        Reply refused = add(unknown);

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("capabilities", "unsupported", "cancel, status");
        ObjectNode later = JSON.createObjectNode();
        later.putArray("capabilities").add("lookup");
        assertThat(patch(id(added), later).status()).isEqualTo(400);
    }

    private ObjectNode valid() {
        return JSON.createObjectNode()
                .put("name", "Provider " + UUID.randomUUID())
                .put("protocol", "panel")
                .put("base_url", "http://localhost:9/api/v1/")
                .put("api_key", SECRET)
                .put("billing", "wallet")
                .put("margin_percent", "10");
    }

    private Reply add(ObjectNode body) {
        return http.post(PROVIDERS, admin, body.toString());
    }

    private Reply patch(long id, ObjectNode body) {
        return http.patch(PROVIDERS + "/" + id, admin, body.toString());
    }

    private JsonNode get(long id) {
        return http.get(PROVIDERS + "/" + id, admin).json();
    }

    private static long id(Reply reply) {
        return reply.json().path("provider_id").asLong();
    }

    private String sealedKey(long id) {
        return jdbc.sql("select encode(api_key_sealed, 'escape') as sealed from provider where id = :id")
                .param("id", id)
                .query((row, _) -> row.getString("sealed"))
                .single();
    }
}
