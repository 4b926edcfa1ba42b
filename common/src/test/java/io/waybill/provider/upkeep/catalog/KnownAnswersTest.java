package io.waybill.provider.upkeep.catalog;

import static io.waybill.provider.upkeep.Upkeep.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.upkeep.Upkeep;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.secret.SecretBox;
import io.waybill.settings.SettingsStore;
import io.waybill.spool.SpoolOnFullDisk;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with an answer that was merged already. */
class KnownAnswersTest {
    private static final String BAD = "{\"item_id\":3,\"name\":\"n\",\"price\":-1}";

    private Upkeep upkeep;

    @BeforeEach
    void start() throws IOException {
        upkeep = new Upkeep();
        lists("\"1\"", row(1, "120"), row(2, "240"), BAD);
        CatalogRun first = upkeep.run();
        assertThat(first.created()).isEqualTo(2);
    }

    @AfterEach
    void stop() throws IOException {
        upkeep.close();
    }

    @Test
    void the_same_bytes_are_not_read_and_the_run_says_what_the_last_one_said() {
        List<Map<String, Object>> items = upkeep.items();
        Object readAt = readAt();
        lists("\"2\"", row(1, "120"), row(2, "240"), BAD);

        CatalogRun run = upkeep.run();

        assertThat(readAt()).isEqualTo(readAt);
        assertThat(run.unchanged()).isEqualTo(2);
        assertThat(run.skipped()).isEqualTo(1);
        assertThat(run.skips()).extracting(CatalogRun.Skip::externalId).containsExactly("3");
        assertThat(run.created() + run.updated() + run.removed()).isZero();
        assertThat(upkeep.items()).isEqualTo(items);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void a_provider_that_says_nothing_is_new_is_believed() {
        List<Map<String, Object>> items = upkeep.items();
        upkeep.server.otherwise(Script.answer(304, "", ""));

        CatalogRun run = upkeep.run();

        assertThat(sentBack()).isEqualTo("\"1\"");
        assertThat(run.failed()).isFalse();
        assertThat(run.unchanged()).isEqualTo(2);
        assertThat(run.skips()).hasSize(1);
        assertThat(upkeep.items()).isEqualTo(items);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update provider set margin_percent = 50",
                "update provider set price_step_micros = 7",
                "update provider set billing = 'provider'",
                "update item set name = 'By hand' where external_id = '1'",
                "update item set own_price = true, price_micros = 5000000 where external_id = '1'",
                "update item set margin_percent = 1 where external_id = '1'",
                "delete from item where external_id = '1'",
                "insert into exchange_rate (currency, per_usd, set_by) values ('BDT', 60, 'test')",
                "update catalog_state set answer_read_at = now() - interval '1 hour'",
                "update catalog_state set asked_hash = sha256('another')",
            })
    void whatever_it_hangs_on_has_changed_everything_is_asked_for_read_and_merged(String change) {
        Object readAt = readAt();
        assertThat(upkeep.jdbc().sql(change).update()).isPositive();

        CatalogRun run = upkeep.run();

        assertThat(sentBack()).isNull();
        assertThat(run.failed()).isFalse();
        assertThat(readAt()).isNotEqualTo(readAt);
        assertThat(run.unchanged() + run.updated() + run.created()).isEqualTo(2);
        CatalogRun next = upkeep.run();
        assertThat(sentBack()).isEqualTo("\"1\"");
        assertThat(next.unchanged()).isEqualTo(2);
    }

    @Test
    void a_changed_margin_and_an_item_that_was_deleted_follow_from_an_answer_that_is_the_same() {
        upkeep.provider("margin_percent = 50");
        upkeep.jdbc().sql("delete from item where external_id = '2'").update();

        CatalogRun run = upkeep.run();

        assertThat(List.of(run.updated(), run.created())).containsExactly(1, 1);
        assertThat(upkeep.item("1")).containsEntry("price_micros", 1_500_000L);
        assertThat(upkeep.item("2")).containsEntry("price_micros", 3_000_000L);
    }

    @Test
    void a_provider_that_says_so_when_everything_was_asked_for_is_no_catalog() {
        upkeep.provider("margin_percent = 50");
        List<Map<String, Object>> items = upkeep.items();
        upkeep.server.otherwise(Script.answer(304, "ETag: \"1\"\r\n", ""));

        CatalogRun run = upkeep.run();

        assertThat(run.error()).contains("status 304");
        assertThat(upkeep.items()).isEqualTo(items);
    }

    @Test
    void a_lie_lasts_an_hour_at_most_and_no_longer_than_until_a_person_asks() {
        Script liar = connection -> {
            String known = connection.read().headers().get("if-none-match");
            String rows = "{\"ok\":true,\"currency\":\"BDT\",\"products\":[" + row(1, "132") + "]}";
            String head = known == null ? "200 OK\r\nContent-Length: " + rows.length() : "304 Not Modified";
            connection.write("HTTP/1.1 " + head + "\r\nETag: \"1\"\r\n\r\n" + (known == null ? rows : ""));
        };
        upkeep.server.otherwise(liar);
        readBefore("50 minutes");
        assertThat(upkeep.run().unchanged()).isEqualTo(2);

        readBefore("10 minutes");
        CatalogRun nextHour = upkeep.run();

        assertThat(List.of(nextHour.updated(), nextHour.removed())).containsExactly(1, 1);
        run(upkeep.account(), new Wanted.Everything());
        assertThat(sentBack()).isNull();
    }

    @Test
    void what_one_server_called_its_answer_is_told_to_no_other() {
        ProviderAccount account = upkeep.account();

        run(withKey(account, "sk_live_other"), new Wanted.Followed());

        assertThat(sentBack()).isNull();
        run(withKey(account, "sk_live_other"), new Wanted.Followed());
        assertThat(sentBack()).isEqualTo("\"1\"");
        run(account, new Wanted.Followed());
        assertThat(sentBack()).isNull();
        assertThat(upkeep.jdbc()
                        .sql("select s::text from catalog_state s")
                        .query(String.class)
                        .single())
                .doesNotContain("sk_live");
    }

    @Test
    void what_changes_while_the_provider_answers_is_merged_from_a_second_answer() {
        upkeep.server.next(connection -> {
            upkeep.provider("margin_percent = 50");
            Script.answer(304, "", "").play(connection);
        });

        CatalogRun run = upkeep.run();

        assertThat(run.updated()).isEqualTo(2);
        assertThat(upkeep.item("1")).containsEntry("price_micros", 1_500_000L);
        assertThat(upkeep.server.requests()).hasSize(3);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void rows_that_were_asked_for_are_read_whatever_is_known() {
        CatalogRun run = run(upkeep.account(), new Wanted.Rows(java.util.Set.of("1")));

        assertThat(sentBack()).isNull();
        assertThat(run.unchanged()).isEqualTo(1);
    }

    @Test
    void a_full_disk_fails_the_run_and_says_so() {
        List<Map<String, Object>> items = upkeep.items();
        lists("\"3\"", row(1, "132"));
        ImportCatalog onFullDisk = new ImportCatalog(
                upkeep.bean(SettingsStore.class),
                upkeep.bean(MergeCatalog.class),
                upkeep.bean(SecretBox.class),
                SpoolOnFullDisk::create);

        CatalogRun run = run(onFullDisk, upkeep.account(), new Wanted.Followed());

        assertThat(run.error()).contains("could not be kept", "No space left on device");
        assertThat(upkeep.items()).isEqualTo(items);
        assertThat(upkeep.events()).containsExactly("catalog_failed");
    }

    private CatalogRun run(ProviderAccount account, Wanted wanted) {
        return run(upkeep.importCatalog, account, wanted);
    }

    private CatalogRun run(ImportCatalog importCatalog, ProviderAccount account, Wanted wanted) {
        Turn turn = upkeep.turns.take(upkeep.providerId, Chore.CATALOG).orElseThrow();
        try (Provider provider = upkeep.connect()) {
            return importCatalog.run(turn, account, provider, wanted);
        } finally {
            upkeep.turns.release(turn);
        }
    }

    private static ProviderAccount withKey(ProviderAccount account, String key) {
        return new ProviderAccount(
                account.id(),
                account.name(),
                account.protocol(),
                account.mode(),
                account.baseUrl(),
                key,
                account.billing(),
                BigDecimal.ZERO,
                account.capabilities(),
                account.maxQuantity(),
                account.concurrency(),
                account.rateLimit(),
                account.connectTimeout(),
                account.answerTimeout(),
                account.active());
    }

    private void lists(String etag, String... rows) {
        upkeep.server.otherwise(Script.answer(
                200,
                "ETag: " + etag + "\r\n",
                "{\"ok\":true,\"currency\":\"BDT\",\"products\":[" + String.join(",", rows) + "]}"));
    }

    @ParameterizedTest
    @CsvSource({"2 hours, true", "23 hours, true", "24 hours, false"})
    void bytes_are_compared_for_a_day_where_there_is_no_word_to_take(String ago, boolean known) {
        lists("W/\"1\"", row(1, "120"), row(2, "250"), BAD);
        upkeep.run();
        readBefore(ago);
        Object readAt = readAt();

        CatalogRun run = upkeep.run();

        assertThat(sentBack()).isNull();
        assertThat(readAt().equals(readAt)).isEqualTo(known);
        assertThat(run.unchanged()).isEqualTo(2);
    }

    private void readBefore(String ago) {
        upkeep.jdbc()
                .sql("update catalog_state set answer_read_at = answer_read_at - cast(:ago as interval)")
                .param("ago", ago)
                .update();
    }

    private @Nullable String sentBack() {
        return upkeep.server.requests().getLast().headers().get("if-none-match");
    }

    private Object readAt() {
        return upkeep.jdbc()
                .sql("select answer_read_at from catalog_state")
                .query()
                .singleValue();
    }

    private int runs() {
        return upkeep.jdbc()
                .sql("select count(*) from catalog_run")
                .query(Integer.class)
                .single();
    }
}
