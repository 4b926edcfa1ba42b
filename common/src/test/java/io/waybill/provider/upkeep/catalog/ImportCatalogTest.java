package io.waybill.provider.upkeep.catalog;

import static io.waybill.provider.upkeep.Upkeep.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.provider.CatalogRow;
import io.waybill.provider.Outcome;
import io.waybill.provider.Provider;
import io.waybill.provider.Purchase;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.upkeep.Upkeep;
import io.waybill.provider.upkeep.turn.Chore;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCatalogTest {
    private Upkeep upkeep;

    @BeforeEach
    void start() throws IOException {
        upkeep = new Upkeep();
    }

    @AfterEach
    void stop() throws IOException {
        upkeep.close();
    }

    @Test
    void offersWhatTheProviderOffers() {
        upkeep.jdbc()
                .sql("update provider set billing = 'provider', margin_percent = 20")
                .update();
        upkeep.lists("""
                {"item_id":"g-5","slug":"Gems 5!","name":"5 Gems \\t \\\\ \\u0000 \\"x\\"","product_name":"Gems","category":"Games",
                 "description":"Fast","price":"100","unit":1000,"min_quantity":2,"max_quantity":50,"in_stock":false,
                 "fields":[{"name":"cf_id","label":"Id","type":"number","required":true}]}""", "{\"item_id\":7,\"name\":\"Seven\",\"price\":1.5,\"currency\":\"USD\"}");

        CatalogRun run = upkeep.run();

        assertThat(run.created()).isEqualTo(2);
        assertThat(upkeep.item("g-5"))
                .containsEntry("slug", "p" + upkeep.providerId + "-gems-5")
                .containsEntry("name", "5 Gems   \\   \"x\"")
                .containsEntry("source", "provider")
                .containsEntry("billing", "provider")
                .containsEntry("cost_micros", 833_334L)
                .containsEntry("price_micros", 1_000_000L)
                .containsEntry("unit", 1000)
                .containsEntry("min_quantity", 2)
                .containsEntry("max_quantity", 10)
                .containsEntry("active", true)
                .containsEntry("available", false)
                .hasEntrySatisfying(
                        "fields", fields -> assertThat(fields.toString()).contains("cf_id"));
        assertThat(upkeep.item("7"))
                .containsEntry("slug", "p" + upkeep.providerId + "-7")
                .containsEntry("cost_micros", 1_500_000L)
                .containsEntry("price_micros", 1_800_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "1,        120,  0,     8334",
        "100,      120, 20,  1000000",
        "0.000001, 120,  0,        1",
        "120,      120,  0,  1000000",
        "120,      120, 12.5, 1125000",
        "1,          3,  0,   333334",
        "1,          3, 200, 1000000",
    })
    void pricesAreRoundedUpToAMicroAndNotTwice(String price, String perUsd, String margin, long micros) {
        upkeep.jdbc()
                .sql("insert into exchange_rate (currency, per_usd, set_by) values ('BDT', " + perUsd + ", 'test')")
                .update();
        upkeep.jdbc().sql("update provider set margin_percent = " + margin).update();
        upkeep.lists(row(1, price));

        upkeep.run();

        assertThat(upkeep.item("1")).containsEntry("price_micros", micros);
    }

    @Test
    void anUnchangedCatalogTouchesNoRow() {
        upkeep.lists(rows(200));
        upkeep.run();
        List<Map<String, Object>> before = upkeep.items();

        CatalogRun again = upkeep.run();

        assertThat(again.unchanged()).isEqualTo(200);
        assertThat(again.created() + again.updated() + again.removed()).isZero();
        assertThat(upkeep.items()).isEqualTo(before);
    }

    @Test
    void onlyWhatChangedIsTouched() {
        upkeep.lists(row(1, "10"), row(2, "20"), row(3, "30"));
        upkeep.run();
        List<Map<String, Object>> before = upkeep.items();
        upkeep.lists(row(1, "10"), row(2, "21"), row(3, "30"), row(4, "40"));

        CatalogRun run = upkeep.run();

        assertThat(List.of(run.created(), run.updated(), run.unchanged(), run.removed()))
                .containsExactly(1, 1, 2, 0);
        List<Map<String, Object>> after = upkeep.items();
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(2)).isEqualTo(before.get(2));
        assertThat(after.get(1))
                .containsEntry("price_micros", 175_000L)
                .containsEntry("slug", before.get(1).get("slug"));
        assertThat(after.get(1).get("updated_at")).isNotEqualTo(before.get(1).get("updated_at"));
    }

    @Test
    void anItemsOwnMarginGoesBeforeTheProviders() {
        upkeep.lists(row(1, "120"), row(2, "120"));
        upkeep.run();
        upkeep.jdbc()
                .sql("update item set margin_percent = 50 where external_id = '2'")
                .update();
        upkeep.jdbc().sql("update provider set margin_percent = 10").update();

        upkeep.run();

        assertThat(upkeep.item("1")).containsEntry("price_micros", 1_100_000L);
        assertThat(upkeep.item("2")).containsEntry("price_micros", 1_500_000L).containsEntry("cost_micros", 1_000_000L);
    }

    @Test
    void whatVanishesIsSwitchedOffAndComesBackWithTheCatalog() {
        upkeep.lists(row(1, "10"), row(2, "20"));
        upkeep.run();
        long id = (long) upkeep.item("2").get("id");
        upkeep.lists(row(1, "10"));

        assertThat(upkeep.run().removed()).isEqualTo(1);
        assertThat(upkeep.item("2")).containsEntry("active", false);
        assertThat(upkeep.run().removed()).isZero();

        upkeep.lists(row(1, "10"), row(2, "20"));
        assertThat(upkeep.run().updated()).isEqualTo(1);
        assertThat(upkeep.item("2"))
                .containsEntry("active", true)
                .containsEntry("id", id)
                .containsEntry("removed_at", null);
    }

    @Test
    void whatAPersonSwitchedOffStaysOff() {
        upkeep.lists(row(1, "10"), row(2, "20"));
        upkeep.run();
        upkeep.jdbc()
                .sql("update item set active = false where external_id = '2'")
                .update();

        upkeep.lists(row(1, "10"));
        upkeep.run();
        upkeep.lists(row(1, "10"), row(2, "25"));
        upkeep.run();

        assertThat(upkeep.item("2")).containsEntry("active", false);
    }

    @Test
    void badRowsCostOnlyThemselvesAndAreNamed() {
        upkeep.lists(
                row(1, "10"),
                "{\"item_id\":2,\"name\":\"n\",\"price\":-1}",
                "{\"item_id\":3,\"name\":\"n\",\"price\":1,\"currency\":\"XXX\"}",
                "{\"item_id\":4,\"name\":\"n\",\"price\":1,\"min_quantity\":50,\"max_quantity\":90}",
                "17",
                row(1, "11"),
                row(5, "10"));

        CatalogRun run = upkeep.run();

        assertThat(run.created()).isEqualTo(2);
        assertThat(run.skipped()).isEqualTo(5);
        assertThat(run.skips()).extracting(CatalogRun.Skip::externalId).containsExactly("2", "3", "4", "", "1");
        assertThat(run.skips().get(1).reason()).contains("XXX");
        assertThat(upkeep.item("1")).containsEntry("price_micros", 83_334L);
        assertThat(upkeep.jdbc()
                        .sql("select skips -> 1 ->> 'reason' from catalog_run order by id desc limit 1")
                        .query(String.class)
                        .single())
                .contains("XXX");
    }

    @Test
    void aRowThatCanNotBeReadAnyMoreIsNotSoldAtItsOldPrice() {
        upkeep.lists(row(1, "10"), row(2, "20"));
        upkeep.run();
        upkeep.lists(row(1, "10"), row(2, "-20"));

        assertThat(upkeep.run().removed()).isEqualTo(1);
        assertThat(upkeep.item("2")).containsEntry("active", false);
    }

    @Test
    void twoProductsWithTheSameSlugGetTwo() {
        String same = "{\"item_id\":\"%s\",\"slug\":\"gold\",\"name\":\"n\",\"price\":1}";
        upkeep.lists(
                same.formatted("a"),
                same.formatted("b"),
                same.formatted("G*ld"),
                "{\"item_id\":\"gold\",\"name\":\"n\",\"price\":1}");
        assertThat(upkeep.run().created()).isEqualTo(4);

        upkeep.lists(same.formatted("a"), same.formatted("b"), same.formatted("c"), same.formatted("d"));
        assertThat(upkeep.run().created()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>maintenance</html>",
                "{\"ok\":true,\"products\":[]}",
                "{\"ok\":false,\"error\":\"unavailable\"}",
                "{\"ok\":true,\"currency\":\"BDT\",\"products\":[{\"item_id\":1,\"name\":\"cheap\",\"price\":1},",
                "{\"ok\":true,\"currency\":\"BDT\",\"products\":[{\"item_id\":1,\"name\":\"cheap\",\"price\":-1}]}",
            })
    void anAnswerThatIsNoCatalogChangesNothing(String body) {
        upkeep.lists(row(1, "10"), row(2, "20"));
        upkeep.run();
        List<Map<String, Object>> before = upkeep.items();
        upkeep.server.otherwise(Script.json(200, body));

        CatalogRun run = upkeep.run();

        assertThat(run.failed()).isTrue();
        assertThat(upkeep.items()).isEqualTo(before);
        assertThat(upkeep.jdbc()
                        .sql("select error from catalog_run where result = 'failed'")
                        .query(String.class)
                        .single())
                .isEqualTo(run.error());
    }

    @Test
    void anEmptyCatalogIsFineWhereNothingIsOnOffer() {
        CatalogRun run = upkeep.run();

        assertThat(run.failed()).isFalse();
        assertThat(upkeep.items()).isEmpty();
    }

    @Test
    void aTurnThatHasPassedOnWritesNothing() {
        upkeep.lists(row(1, "10"));
        Turn turn = upkeep.turns.take(upkeep.providerId, Chore.CATALOG).orElseThrow();
        try (Provider real = upkeep.connect()) {
            Provider slow = new Provider() {
                @Override
                public Outcome buy(Purchase purchase, SendGate gate) {
                    throw new AssertionError();
                }

                @Override
                public Balance balance() {
                    throw new AssertionError();
                }

                @Override
                public void catalog(Consumer<CatalogRow> rows) throws io.waybill.provider.ProviderException {
                    real.catalog(rows);
                    upkeep.jdbc()
                            .sql("update sync_job set held_until = now() - interval '1 second'")
                            .update();
                    assertThat(upkeep.turns.take(upkeep.providerId, Chore.CATALOG))
                            .isPresent();
                }

                @Override
                public void close() {}
            };
            assertThatThrownBy(() -> upkeep.importCatalog.run(turn, upkeep.account(), slow))
                    .isInstanceOf(TurnLostException.class);
        }
        assertThat(upkeep.items()).isEmpty();
        assertThat(upkeep.jdbc()
                        .sql("select count(*) from catalog_run")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void otherProvidersAndOwnItemsAreLeftAlone() {
        long other = upkeep.store.provider();
        upkeep.store.providerItem(other, 5_000_000);
        upkeep.store.stockItem(1_000_000);
        upkeep.lists(row(1, "10"));

        upkeep.run();

        assertThat(upkeep.jdbc()
                        .sql("select count(*) from item where active")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    private static String[] rows(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> row(i, "10." + i)).toArray(String[]::new);
    }
}
