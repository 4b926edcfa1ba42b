package io.waybill.api.admin.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.HttpCalls;
import io.waybill.api.Reply;
import io.waybill.api.TestStore;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

final class SettingsTest extends ApiTest {
    private static final String SETTINGS = "/api/admin/v1/settings";

    private TestStore.Admin admin;

    @BeforeEach
    void enter() {
        admin = store.adminAccount();
    }

    @AfterEach
    void leave_the_store_as_it_was() {
        change("{\"wallet_checkout\":true,\"display_currency\":\"BDT\",\"rates\":{\"BDT\":\"120\"}}");
    }

    private Reply change(String body, String... headers) {
        return http.patch(SETTINGS, admin.key(), body, headers);
    }

    private Reply changed(String body) {
        Reply reply = change(body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    @Test
    void settings_are_read_with_the_rates_in_force() {
        JsonNode settings = http.get(SETTINGS, admin.key()).json();

        assertThat(settings.path("ok").asBoolean()).isTrue();
        assertThat(settings.path("wallet_checkout").asBoolean()).isTrue();
        assertThat(settings.path("display_currency").asString()).isEqualTo("BDT");
        assertThat(settings.path("rates").path("BDT").asString()).isEqualTo("120.00");
        assertThat(settings.path("rates").path("USD").asString()).isEqualTo("1.00");
    }

    @Test
    void a_change_is_in_force_at_once_here_and_within_two_seconds_elsewhere() {
        long item = store.manualItem("2.00");
        try (ConfigurableApplicationContext other = anotherInstance()) {
            changed("{\"display_currency\":\"EUR\",\"rates\":{\"EUR\":\"0.9\"},\"reason\":\"new market\"}");

            assertThat(price(http, item)).isEqualTo("1.80 EUR");
            HttpCalls there = callsTo(other);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(price(there, item)).isEqualTo("1.80 EUR"));
        }
    }

    private static String price(HttpCalls instance, long item) {
        Reply product = instance.get("/api/v1/products/" + item, "");
        return product.string("price") + " " + product.string("currency");
    }

    @Test
    void without_wallet_checkout_nothing_is_sold_from_the_wallet() {
        TestStore.Reseller reseller = store.reseller("10.00");
        String order = "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(store.manualItem("1.00"));

        changed("{\"wallet_checkout\":false}");
        assertRefused(http.post("/api/v1/orders", reseller.key(), order), 503, "wallet_disabled");

        changed("{\"wallet_checkout\":true}");
        assertThat(http.post("/api/v1/orders", reseller.key(), order).status()).isEqualTo(200);
    }

    @Test
    void what_is_wrong_with_settings_is_told_and_changes_nothing() {
        String before = http.get(SETTINGS, admin.key()).text();

        assertInvalid(change("{\"wallet_checkout\":1}"), "wallet_checkout", "type");
        assertInvalid(change("{\"display_currency\":\"XAU\"}"), "display_currency", "no_rate");
        for (String no : List.of("bdt", "BD", "BDTX", "B1T", "", " BDT")) {
            assertInvalid(change("{\"display_currency\":\"%s\"}".formatted(no)), "display_currency", "format");
            assertInvalid(change("{\"rates\":{\"%s\":\"1\"}}".formatted(no)), "rates", "format");
        }
        for (String no : List.of("0", "0.00000000", "0.00009999", "10000001", "999999999999999999")) {
            assertInvalid(change("{\"rates\":{\"BDT\":\"%s\"}}".formatted(no)), "rates.BDT", "range");
        }
        for (String no : List.of("-1", "1e3", "x", "0.123456789", "1,5", "")) {
            assertInvalid(change("{\"rates\":{\"BDT\":\"%s\"}}".formatted(no)), "rates.BDT", "format");
        }
        assertInvalid(change("{\"rates\":{\"BDT\":120}}"), "rates.BDT", "type");
        assertInvalid(change("{\"rates\":{\"BDT\":null}}"), "rates.BDT", "required");
        assertInvalid(change("{\"rates\":{\"USD\":\"1.01\"}}"), "rates.USD", "range");
        assertInvalid(change("{\"rates\":[\"BDT\"]}"), "rates", "type");
        assertInvalid(change("{\"rates\":{\"EUR\":\"0.9\",\"BDT\":\"0\"}}"), "rates.BDT", "range");
        assertThat(http.get(SETTINGS, admin.key()).text()).isEqualTo(before);
    }

    @Test
    void a_dollar_is_a_dollar() {
        assertThat(changed("{\"rates\":{\"USD\":\"1.00\"}}")
                        .json()
                        .path("rates")
                        .path("USD")
                        .asString())
                .isEqualTo("1.00");
        assertThat(changed("{\"display_currency\":\"USD\"}").string("display_currency"))
                .isEqualTo("USD");
    }

    @Test
    void rates_keep_their_history_with_who_and_when_and_a_rate_that_stays_adds_nothing() {
        changed("{\"rates\":{\"JPY\":\"150\",\"GBP\":\"0.8\"}}");
        changed("{\"rates\":{\"JPY\":\"150.00\",\"GBP\":\"0.81\"}}");
        changed("{\"rates\":{\"JPY\":\"151.12345678\"}}");

        JsonNode page =
                http.get(SETTINGS + "/rates?currency=JPY&limit=1", admin.key()).json();
        JsonNode rest = http.get(
                        SETTINGS + "/rates?currency=JPY&after="
                                + page.path("next").asString(),
                        admin.key())
                .json();

        JsonNode newest = page.path("rates").path(0);
        assertThat(newest.path("currency").asString()).isEqualTo("JPY");
        assertThat(newest.path("per_usd").asString()).isEqualTo("151.12345678");
        assertThat(newest.path("set_by").asString())
                .isEqualTo("account:" + admin.accountId() + "/key:" + admin.keyId());
        assertThat(newest.path("valid_from").asString()).endsWith("Z");
        assertThat(rest.path("rates")
                        .valueStream()
                        .map(rate -> rate.path("per_usd").asString()))
                .containsExactly("150.00");
        assertRefused(http.get(SETTINGS + "/rates?after=x", admin.key()), 400, "validation");
        assertThat(http.get(SETTINGS + "/rates?currency=nothing", admin.key())
                        .json()
                        .path("rates")
                        .size())
                .isZero();
    }

    @Test
    void a_change_is_in_the_audit_log_as_far_as_something_changed() {
        changed("{\"display_currency\":\"BDT\",\"rates\":{\"BDT\":\"121.5\"},\"reason\":\"bank\"}");

        assertThat(jdbc.sql("""
                select action || ' ' || reason || ' ' || before::text || ' ' || after::text
                  from audit_entry
                 where subject = 'settings'
                 order by seq desc
                 limit 1
                """).query(String.class).single())
                .isEqualTo("settings.change bank {\"rates.BDT\": \"120.00\"} {\"rates.BDT\": \"121.50\"}");
    }

    @Test
    void a_repeat_does_not_bring_an_old_rate_back() {
        change("{\"rates\":{\"INR\":\"83\"}}", "Idempotency-Key", "rate-1");
        changed("{\"rates\":{\"INR\":\"84\"}}");

        Reply again = change("{\"rates\":{\"INR\":\"83\"}}", "Idempotency-Key", "rate-1");

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(http.get(SETTINGS, admin.key())
                        .json()
                        .path("rates")
                        .path("INR")
                        .asString())
                .isEqualTo("84.00");
    }
}
