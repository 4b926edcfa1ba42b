package io.waybill.provider.upkeep.catalog;

import static io.waybill.provider.upkeep.Upkeep.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fixture.TestStore.Reseller;
import io.waybill.order.OrderStatus;
import io.waybill.provider.ScriptedServer.Script;
import io.waybill.provider.upkeep.Upkeep;
import io.waybill.provider.upkeep.catalog.CatalogRun.Change;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run says of itself, and what it leaves alone. */
class CatalogDiffTest {
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
    void namesWhatChangedAndWhatItWasBefore() {
        upkeep.lists(row(1, "120"), row(2, "120"), row(3, "120"));
        upkeep.run();
        upkeep.lists(row(1, "132"), row(2, "108"), row(3, "120"), row(4, "120"));

        CatalogRun run = upkeep.run();

        assertThat(List.of(run.created(), run.updated(), run.unchanged(), run.priceUp(), run.priceDown()))
                .containsExactly(1, 2, 1, 1, 1);
        assertThat(run.changes())
                .containsExactly(
                        new Change("1", id("1"), Change.Kind.PRICE_UP, 1_000_000L, 1_100_000L, null),
                        new Change("2", id("2"), Change.Kind.PRICE_DOWN, 1_000_000L, 900_000L, null),
                        new Change("4", id("4"), Change.Kind.CREATED, null, 1_000_000L, null));
        assertThat(upkeep.jdbc()
                        .sql("select changes ->> 0 from catalog_run order by id desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo(("{\"after\": 1100000, \"before\": 1000000, \"change\": \"price_up\", \"item_id\": %d,"
                                + " \"external_id\": \"1\"}")
                        .formatted(id("1")));
    }

    @Test
    void saysHowManyOpenOrdersARemovalTouches() {
        upkeep.lists(row(1, "120"), row(2, "120"), row(3, "120"));
        upkeep.run();
        Reseller reseller = upkeep.store.reseller();
        upkeep.store.order(reseller, id("1"), OrderStatus.PENDING);
        upkeep.store.order(reseller, id("1"), OrderStatus.IN_PROGRESS);
        upkeep.store.order(reseller, id("1"), OrderStatus.COMPLETED);
        upkeep.store.order(reseller, id("3"), OrderStatus.PENDING);
        upkeep.lists(row(3, "120"));

        CatalogRun run = upkeep.run();

        assertThat(run.removed()).isEqualTo(2);
        assertThat(run.openOrders()).isEqualTo(2);
        assertThat(run.changes())
                .containsExactly(
                        new Change("1", id("1"), Change.Kind.REMOVED, 1_000_000L, null, 2),
                        new Change("2", id("2"), Change.Kind.REMOVED, 1_000_000L, null, 0));
    }

    @Test
    void showsTheFirstHundredChangesAndCountsAll() {
        upkeep.lists(IntStream.rangeClosed(1, 250).mapToObj(i -> row(i, "120")).toArray(String[]::new));

        CatalogRun run = upkeep.run();

        assertThat(run.created()).isEqualTo(250);
        assertThat(run.changes()).hasSize(100);
    }

    @Test
    void theSameRowsInAnotherOrderAreComparedAndNotWritten() {
        List<String> rows =
                IntStream.rangeClosed(1, 500).mapToObj(i -> row(i, "10." + i)).toList();
        upkeep.lists(rows.toArray(String[]::new));
        upkeep.run();
        List<Map<String, Object>> before = upkeep.items();
        Object mergedAt = mergedAt();
        upkeep.lists(rows.reversed().toArray(String[]::new));

        CatalogRun run = upkeep.run();

        assertThat(mergedAt()).isNotEqualTo(mergedAt);
        assertThat(run.unchanged()).isEqualTo(500);
        assertThat(upkeep.items()).isEqualTo(before);
    }

    @Test
    void aCatalogThatWasMergedIsNotMergedAgainUntilSomethingItHangsOnChanges() {
        upkeep.lists(row(1, "120"), row(2, "120"));
        upkeep.run();
        Object mergedAt = mergedAt();

        assertThat(upkeep.run().unchanged()).isEqualTo(2);
        assertThat(mergedAt()).isEqualTo(mergedAt);

        upkeep.jdbc()
                .sql("update item set name = 'By hand' where external_id = '1'")
                .update();
        assertThat(upkeep.run().updated()).isEqualTo(1);
        assertThat(upkeep.item("1")).containsEntry("name", "Item 1");

        upkeep.provider("price_step_micros = 3");
        assertThat(upkeep.run().priceUp()).isEqualTo(2);
    }

    @Test
    void whatAPersonSetsDuringAMergeIsKeptAndMergedNextTime() throws Exception {
        upkeep.lists(row(1, "120"), row(2, "120"), row(3, "120"));
        upkeep.run();
        upkeep.lists(row(1, "132"), row(2, "132"));
        CompletableFuture<CatalogRun> running = upkeep.store.inTransaction(() -> {
            upkeep.jdbc().sql("""
                    update item
                       set own_price = true,
                           price_micros = 5000000
                     where external_id = '1'
                    """).update();
            upkeep.jdbc()
                    .sql("update item set name = 'Mine' where external_id = '3'")
                    .update();
            CompletableFuture<CatalogRun> started = CompletableFuture.supplyAsync(upkeep::run);
            await().until(() -> upkeep.jdbc()
                            .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                            .query(Integer.class)
                            .single()
                    > 0);
            return started;
        });

        assertThat(running.get().updated()).isEqualTo(1);
        assertThat(upkeep.item("1")).containsEntry("price_micros", 5_000_000L).containsEntry("cost_micros", 1_000_000L);
        assertThat(upkeep.item("3")).containsEntry("active", true);

        CatalogRun next = upkeep.run();

        assertThat(List.of(next.updated(), next.removed())).containsExactly(1, 1);
        assertThat(upkeep.item("1")).containsEntry("price_micros", 5_000_000L).containsEntry("cost_micros", 1_100_000L);
    }

    @Test
    void aCatalogThatFailsIsToldOnceAndOnceThatItIsBack() {
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.server.otherwise(Script.json(503, "{\"ok\":false,\"error\":\"unavailable\"}"));
        upkeep.run();
        upkeep.run();
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.run();

        assertThat(upkeep.events()).containsExactly("catalog_failed", "catalog_recovered");
    }

    @Test
    void onlyTheNewestRunsAreKept() {
        upkeep.jdbc().sql("""
                insert into catalog_run (provider_id, started_at, result)
                select :id, now(), 'imported'
                  from generate_series(1, 1100)
                """).param("id", upkeep.providerId).update();

        upkeep.run();

        assertThat(upkeep.jdbc()
                        .sql("select count(*) from catalog_run")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1_000);
    }

    private long id(String externalId) {
        return (long) upkeep.item(externalId).get("id");
    }

    private Object mergedAt() {
        return upkeep.jdbc().sql("select merged_at from catalog_state").query().singleValue();
    }
}
