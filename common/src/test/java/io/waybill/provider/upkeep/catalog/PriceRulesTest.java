package io.waybill.provider.upkeep.catalog;

import static io.waybill.provider.upkeep.Upkeep.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.upkeep.Upkeep;
import io.waybill.provider.upkeep.catalog.CatalogRun.Change;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of 120 BDT costs a dollar. */
class PriceRulesTest {
    private Upkeep upkeep;

    @BeforeEach
    void start() throws IOException {
        upkeep = new Upkeep();
    }

    @AfterEach
    void stop() throws IOException {
        upkeep.close();
    }

    @ParameterizedTest
    @CsvSource({
        "120,  0,       1, 1000000",
        "120, 10,   10000, 1100000",
        "121, 10,   10000, 1110000",
        "121, 10, 1000000, 2000000",
        "1,    0, 1000000, 1000000",
        "120, -1,  990000,  990000",
    })
    void pricesAreRoundedUpToTheProvidersStep(String price, String margin, long step, long micros) {
        upkeep.provider("price_step_micros = " + step + ", margin_percent = " + margin);
        upkeep.lists(row(1, price));

        upkeep.run();

        assertThat(upkeep.item("1")).containsEntry("price_micros", micros);
    }

    @Test
    void aPriceSetByHandStaysAndTheCostFollows() {
        upkeep.lists(row(1, "120"));
        upkeep.run();
        item("own_price = true, price_micros = 3000000");
        upkeep.lists(row(1, "150"));

        upkeep.run();

        assertThat(upkeep.item("1"))
                .containsEntry("price_micros", 3_000_000L)
                .containsEntry("cost_micros", 1_250_000L)
                .containsEntry("available", true);
    }

    @Test
    void aCostThatRisesTooFarWaitsForAPersonAndIsToldOnce() {
        upkeep.provider("margin_percent = 100");
        upkeep.lists(row(1, "120"), row(2, "120"));
        upkeep.run();
        upkeep.lists(row(1, "181.2"), row(2, "180"));

        CatalogRun run = upkeep.run();

        assertThat(List.of(run.waiting(), run.priceUp(), run.updated())).containsExactly(1, 1, 2);
        Map<String, Object> waiting = upkeep.item("1");
        assertThat(waiting)
                .containsEntry("price_micros", 2_000_000L)
                .containsEntry("cost_micros", 1_000_000L)
                .containsEntry("pending_cost_micros", 1_510_000L)
                .containsEntry("pending_price_micros", 3_020_000L)
                .containsEntry("available", true);
        assertThat(run.changes().getFirst())
                .isEqualTo(
                        new Change("1", (long) waiting.get("id"), Change.Kind.WAITING, 2_000_000L, 3_020_000L, null));
        assertThat(upkeep.item("2")).containsEntry("cost_micros", 1_500_000L).containsEntry("pending_since", null);
        assertThat(upkeep.events()).containsExactly("price_changed");

        assertThat(upkeep.run().waiting()).isEqualTo(1);
        upkeep.lists(row(1, "192"), row(2, "180"));
        CatalogRun higher = upkeep.run();

        assertThat(higher.waiting()).isEqualTo(1);
        assertThat(upkeep.item("1"))
                .containsEntry("pending_cost_micros", 1_600_000L)
                .containsEntry("pending_since", waiting.get("pending_since"));
        assertThat(upkeep.events()).containsExactly("price_changed");
    }

    @Test
    void whatWaitsIsNotSoldAtALoss() {
        upkeep.provider("margin_percent = 10");
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.lists(row(1, "240"));

        CatalogRun run = upkeep.run();

        assertThat(upkeep.item("1")).containsEntry("price_micros", 1_100_000L).containsEntry("available", false);
        assertThat(run.skips())
                .containsExactly(new CatalogRun.Skip(
                        "1", "not available: its price of 1.10 USD does not cover its cost of 2.00 USD"));
    }

    @Test
    void whatComesBackDownWaitsNoMore() {
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.lists(row(1, "240"));
        upkeep.run();
        upkeep.lists(row(1, "132"));

        CatalogRun run = upkeep.run();

        assertThat(run.waiting()).isZero();
        assertThat(upkeep.item("1"))
                .containsEntry("price_micros", 1_100_000L)
                .containsEntry("pending_cost_micros", null)
                .containsEntry("pending_price_micros", null)
                .containsEntry("pending_since", null)
                .containsEntry("available", true);
    }

    @Test
    void whatAPersonTookOverStays() {
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.lists(row(1, "240"));
        upkeep.run();
        item("price_micros = pending_price_micros, cost_micros = pending_cost_micros, pending_cost_micros = null,"
                + " pending_price_micros = null, pending_since = null");

        CatalogRun run = upkeep.run();

        assertThat(run.waiting()).isZero();
        assertThat(upkeep.item("1"))
                .containsEntry("price_micros", 2_000_000L)
                .containsEntry("cost_micros", 2_000_000L)
                .containsEntry("available", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"price_rise_percent = null", "price_rise_percent = 100"})
    void aRiseWithinTheLimitIsTakenOverByItself(String limit) {
        upkeep.provider(limit);
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.lists(row(1, "240"), row(2, "9000"));

        assertThat(upkeep.run().waiting()).isZero();
        assertThat(upkeep.item("1")).containsEntry("price_micros", 2_000_000L);
        assertThat(upkeep.events()).isEmpty();
    }

    @Test
    void aRateThatFallsRaisesTheCostInDollars() {
        upkeep.provider("price_rise_percent = 0");
        upkeep.lists(row(1, "120"));
        upkeep.run();
        upkeep.jdbc()
                .sql("insert into exchange_rate (currency, per_usd, set_by) values ('BDT', 60, 'test')")
                .update();

        assertThat(upkeep.run().waiting()).isEqualTo(1);
        assertThat(upkeep.item("1")).containsEntry("pending_cost_micros", 2_000_000L);
    }

    @Test
    void whatWouldBeSoldBelowItsCostIsNotAvailableUnlessTheProvidersAccountPays() {
        upkeep.provider("margin_percent = -10");
        upkeep.lists(row(1, "120"), row(2, "120"));
        upkeep.run();
        item("own_price = true, price_micros = 1000000");

        CatalogRun run = upkeep.run();

        assertThat(upkeep.item("1")).containsEntry("available", true);
        assertThat(upkeep.item("2")).containsEntry("available", false);
        assertThat(run.skipped()).isEqualTo(1);
        assertThat(run.skips()).extracting(CatalogRun.Skip::externalId).containsExactly("2");
        CatalogRun again = upkeep.run();
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.skips()).isEqualTo(run.skips());

        upkeep.provider("billing = 'provider'");
        assertThat(upkeep.run().skipped()).isZero();
        assertThat(upkeep.item("2")).containsEntry("available", true);
    }

    @Test
    void anItemThatMayBeSoldBelowItsCostStaysAvailable() {
        upkeep.lists(row(1, "120"));
        upkeep.run();
        item("own_price = true, price_micros = 900000, sell_below_cost = true");

        CatalogRun run = upkeep.run();

        assertThat(upkeep.item("1")).containsEntry("available", true);
        assertThat(run.skips()).isEmpty();
        upkeep.lists(row(1, "240"));
        assertThat(upkeep.run().waiting()).isEqualTo(1);
        assertThat(upkeep.item("1")).containsEntry("available", true);

        item("sell_below_cost = false");
        assertThat(upkeep.run().skipped()).isEqualTo(1);
        assertThat(upkeep.item("1")).containsEntry("available", false);
    }

    private void item(String assignments) {
        assertThat(upkeep.jdbc()
                        .sql("update item set " + assignments + " where external_id = '1'")
                        .update())
                .isEqualTo(1);
    }
}
