package io.waybill.api.admin.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.api.ApiTest;
import io.waybill.api.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How imported items are bought: at a loss or not, and with how much patience. They cost one dollar here. */
final class BuyingTest extends ApiTest {
    private static final String ITEMS = "/api/admin/v1/items";

    private String admin;
    private long item;

    @BeforeEach
    void importAnItem() {
        admin = store.admin();
        item = store.providerItem("1.10");
        jdbc.sql("update item set cost_micros = 1000000 where id = :id")
                .param("id", item)
                .update();
    }

    @Test
    void an_item_is_priced_below_its_cost_only_if_that_is_allowed() {
        assertInvalid(patch("\"price_usd\":\"0.90\""), "price", "below_cost");
        assertThat(get().path("sell_below_cost").asBoolean(true)).isFalse();

        Reply allowed = patch("\"price_usd\":\"0.90\",\"sell_below_cost\":true");

        assertThat(allowed.status()).as(allowed.text()).isEqualTo(200);
        assertThat(allowed.string("price_usd")).isEqualTo("0.900000");
        assertThat(get().path("sell_below_cost").asBoolean()).isTrue();
        assertThat(patch("\"price_usd\":\"0.80\"").status()).isEqualTo(200);
    }

    @Test
    void selling_at_a_loss_ends_with_a_price_that_covers_the_cost() {
        patch("\"price_usd\":\"0.90\",\"sell_below_cost\":true");

        Reply withdrawn = patch("\"sell_below_cost\":false");

        assertInvalid(withdrawn, "sell_below_cost", "below_cost");
        assertThat(withdrawn.json().path("details").path("cost_usd").asString()).isEqualTo("1.000000");
        assertInvalid(patch("\"sell_below_cost\":false,\"price_usd\":\"0.99\""), "price", "below_cost");
        assertThat(get().path("sell_below_cost").asBoolean()).isTrue();
        assertThat(patch("\"sell_below_cost\":false,\"price_usd\":\"1.00\"").status())
                .isEqualTo(200);
        assertThat(get().path("sell_below_cost").asBoolean(true)).isFalse();
    }

    @Test
    void what_an_import_took_below_its_cost_can_be_changed_in_all_but_its_price() {
        jdbc.sql("update item set own_price = true, cost_micros = 2000000 where id = :id")
                .param("id", item)
                .update();

        assertThat(patch("\"active\":false,\"name\":\"Dear\",\"sell_below_cost\":false")
                        .status())
                .isEqualTo(200);
        assertInvalid(patch("\"price_usd\":\"1.20\""), "price", "below_cost");
    }

    @Test
    void a_rise_that_an_own_price_does_not_cover_is_taken_over_where_losses_are_allowed() {
        patch("\"sell_below_cost\":true");
        jdbc.sql("""
                update item
                   set own_price = true,
                       pending_cost_micros = 2000000,
                       pending_price_micros = price_micros,
                       pending_since = now()
                 where id = :id
                """).param("id", item).update();

        Reply accepted = http.post(ITEMS + "/price-changes", admin, "{\"item_ids\":[%d]}".formatted(item));

        assertThat(accepted.json().path("accepted").asInt()).as(accepted.text()).isEqualTo(1);
        assertThat(get().path("cost_usd").asString()).isEqualTo("2.000000");
        assertThat(get().path("price_usd").asString()).isEqualTo("1.100000");
    }

    @Test
    void whether_losses_are_allowed_counts_from_the_next_import_which_is_due_at_once() {
        jdbc.sql("""
                insert into sync_job (provider_id, kind, due_at)
                select provider_id, 'catalog', now() + interval '1 hour'
                  from item
                 where id = :id
                """).param("id", item).update();

        patch("\"complete_within\":\"1d\"");
        assertThat(catalogIsDue()).isFalse();
        patch("\"sell_below_cost\":true");
        assertThat(catalogIsDue()).isTrue();
    }

    private boolean catalogIsDue() {
        return jdbc.sql("""
                select j.due_at <= clock_timestamp()
                  from sync_job j
                  join item i on i.provider_id = j.provider_id
                 where i.id = :id
                   and j.kind = 'catalog'
                """).param("id", item).query(Boolean.class).single();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "90s"    | 90s
            3600     | 3600s
            1.5      | 1500ms
            "1500ms" | 1500ms
            "10m"    | 600s
            "1.5h"   | 5400s
            "7d"     | 604800s
            1        | 1s
            "366d"   | 31622400s
            """)
    void how_long_an_order_may_take_is_said_like_a_time_out(String said, String shown) {
        Reply changed = patch("\"complete_within\":" + said);

        assertThat(changed.string("complete_within")).as(changed.text()).isEqualTo(shown);
        assertThat(get().path("complete_within").asString()).isEqualTo(shown);
        assertThat(jdbc.sql("select complete_within = :said::interval from item where id = :id")
                        .param("said", shown)
                        .param("id", item)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void null_gives_an_item_back_to_the_sync_workers_setting_and_silence_changes_nothing() {
        assertThat(get().path("complete_within").isNull()).isTrue();
        patch("\"complete_within\":\"2d\",\"sell_below_cost\":true");

        patch("\"name\":\"Other\"");
        assertThat(get().path("complete_within").asString()).isEqualTo("172800s");
        assertThat(get().path("sell_below_cost").asBoolean()).isTrue();

        Reply reset = patch("\"complete_within\":null,\"sell_below_cost\":null");
        assertThat(reset.json().path("complete_within").isNull()).isTrue();
        assertThat(reset.json().path("sell_below_cost").asBoolean()).isTrue();
        assertThat(jdbc.sql("select complete_within is null from item where id = :id")
                        .param("id", item)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            complete_within | "999ms"      | range
            complete_within | 0            | range
            complete_within | "367d"       | range
            complete_within | 31622401     | range
            complete_within | "99999999999d" | range
            complete_within | "soon"       | format
            complete_within | "1w"         | format
            complete_within | -1           | format
            complete_within | 1e3          | format
            complete_within | true         | format
            complete_within | []           | format
            sell_below_cost | "true"       | type
            sell_below_cost | 1            | type
            """)
    void what_is_wrong_is_said_and_nothing_is_changed(String field, String value, String code) {
        assertInvalid(patch("\"name\":\"Changed\",\"" + field + "\":" + value), field, code);
        assertThat(get().path("name").asString()).isNotEqualTo("Changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stock", "manual"})
    void what_no_provider_sells_is_not_bought_at_all(String source) {
        String fields = "\"source\":\"%s\",\"name\":\"%s\",\"category\":\"games\",\"price\":\"10.00\""
                .formatted(source, UUID.randomUUID());
        long own = http.post(ITEMS, admin, "{" + fields + "}")
                .json()
                .path("item_id")
                .asLong();

        for (String said : List.of(
                "\"sell_below_cost\":true",
                "\"sell_below_cost\":false",
                "\"complete_within\":\"1d\"",
                "\"complete_within\":null")) {
            String field = said.substring(1, said.indexOf(':') - 1);
            assertInvalid(http.patch(ITEMS + "/" + own, admin, "{" + said + "}"), field, "fixed");
            assertInvalid(http.post(ITEMS, admin, "{" + fields + "," + said + "}"), field, "fixed");
        }
        assertThat(http.patch(ITEMS + "/" + own, admin, "{\"name\":\"Other\"}").status())
                .isEqualTo(200);
    }

    @Test
    void both_are_in_lists_and_in_the_audit_log_before_and_after() {
        patch("\"sell_below_cost\":true,\"complete_within\":\"90s\",\"reason\":\"a loss leader\"");

        JsonNode listed = http.get(ITEMS + "?limit=1&after=" + (item + 1), admin)
                .json()
                .path("items")
                .path(0);
        assertThat(listed.path("item_id").asLong()).isEqualTo(item);
        assertThat(listed.path("sell_below_cost").asBoolean()).isTrue();
        assertThat(listed.path("complete_within").asString()).isEqualTo("90s");
        assertThat(jdbc.sql("""
                select concat_ws(' ', reason, before ->> 'sell_below_cost', before ->> 'complete_within',
                                 after ->> 'sell_below_cost', after ->> 'complete_within')
                  from audit_entry
                 where subject = 'item:' || :id
                   and action = 'item.change'
                """).param("id", item).query(String.class).list())
                .containsExactly("a loss leader false the default true 90s");
    }

    private Reply patch(String fields) {
        return http.patch(ITEMS + "/" + item, admin, "{" + fields + "}");
    }

    private JsonNode get() {
        return http.get(ITEMS + "/" + item, admin).json();
    }
}
