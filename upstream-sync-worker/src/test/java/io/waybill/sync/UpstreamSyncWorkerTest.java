package io.waybill.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.secret.SecretException;
import io.waybill.simulator.Outage;
import io.waybill.simulator.ProviderSimulator;
import io.waybill.simulator.SimulatorOptions;
import io.waybill.testing.TestDatabase;
import io.waybill.testing.TestServices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The worker keeps up with the provider simulator, over real HTTP, into a real PostgreSQL. */
class UpstreamSyncWorkerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private TestDatabase database;
    private JdbcClient jdbc;
    private ProviderSimulator simulator;
    private RunningWorker worker;
    private long providerId;

    @BeforeEach
    void start() {
        database = TestServices.database();
        jdbc = JdbcClient.create(database.dataSource());
        simulator = ProviderSimulator.start(SimulatorOptions.inMemory().key("sim_key", "500.25"));
        worker = RunningWorker.start(
                database,
                "--waybill.sync.retry-first=200ms",
                "--waybill.sync.retry-most=400ms",
                "--waybill.sync.figures-every=100ms");
        providerId = worker.addProvider("simulator", simulator.baseUrl(), "sim_key");
        awaitRuns("imported", 1);
    }

    @AfterEach
    void stop() {
        worker.close();
        simulator.close();
        database.close();
    }

    @Test
    void aNewProvidersCatalogAndBalanceAreThereByThemselves() {
        assertThat(number("select count(*) from item where active"))
                .isEqualTo(simulator.catalog().items().size());
        assertThat(number("select skipped from catalog_run")).isZero();
        assertThat(jdbc.sql("select price_micros, cost_micros from item where external_id = '101'")
                        .query()
                        .singleRow())
                .satisfies(item -> {
                    BigDecimal bdt =
                            simulator.catalog().find("101").orElseThrow().price();
                    assertThat((long) item.get("cost_micros"))
                            .isEqualTo(bdt.movePointRight(6)
                                    .divide(new BigDecimal(120), 0, java.math.RoundingMode.CEILING)
                                    .longValue());
                    assertThat((long) item.get("price_micros"))
                            .isEqualTo(bdt.movePointRight(6)
                                    .multiply(new BigDecimal("1.1"))
                                    .divide(new BigDecimal(120), 0, java.math.RoundingMode.CEILING)
                                    .longValue());
                });
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(provider())
                        .containsEntry("health", "ok")
                        .containsEntry("balance", new BigDecimal("500.250000"))
                        .containsEntry("balance_currency", "USD"));
    }

    @Test
    void anImportThatIsAskedForFollowsTheCatalog() {
        simulator.catalog().reprice("101", new BigDecimal("24.00"));
        simulator.catalog().remove("102");
        simulator.catalog().addBadRow("{\"item_id\":\"worse\",\"price\":-1}");
        ask("catalog");

        awaitRuns("imported", 2);

        assertThat(lastRun())
                .containsEntry("updated", 1)
                .containsEntry("price_up", 1)
                .containsEntry("removed", 1)
                .containsEntry("skipped", 1);
        assertThat(number("select cost_micros from item where external_id = '101'"))
                .isEqualTo(200_000);
        assertThat(number("select count(*) from item where external_id = '102' and not active"))
                .isEqualTo(1);
    }

    @Test
    void aProviderInTroubleIsShownAsFailingKeepsItsItemsAndRecoversByItself() {
        long items = number("select count(*) from item where active");
        simulator.outage(Outage.HTML);
        ask("catalog");
        ask("balance");

        awaitRuns("failed", 2);
        await().atMost(SOON).untilAsserted(() -> assertThat(provider()).containsEntry("health", "failing"));
        assertThat(provider().get("health_note")).isNotNull();
        assertThat(number("select count(*) from item where active")).isEqualTo(items);

        simulator.outage(Outage.NONE);
        awaitRuns("imported", 2);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(provider()).containsEntry("health", "ok").containsEntry("health_note", null));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(number("select sum(failures) from sync_job")).isZero());
    }

    @Test
    void oneProvidersTroubleHoldsUpNoOther() {
        simulator.outage(Outage.SILENT);
        ask("balance");
        try (ProviderSimulator healthy =
                ProviderSimulator.start(SimulatorOptions.inMemory().key("other_key", "7"))) {
            long other = worker.addProvider("healthy", healthy.baseUrl(), "other_key");
            await().atMost(SOON)
                    .until(() -> number("select count(*) from provider where id = " + other
                                    + " and health = 'ok' and balance = 7")
                            == 1);
        }
    }

    @Test
    void aKeyThatDoesNotOpenIsSaidInTheJobAndStopsNothingElse() {
        jdbc.sql("update provider set api_key_sealed = '\\x0011'").update();
        ask("balance");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jdbc.sql("select last_error from sync_job where kind = 'balance'")
                                .query(String.class)
                                .optional())
                        .hasValueSatisfying(error -> assertThat(error).contains("provider:" + providerId)));
    }

    @Test
    void aStoppingWorkerGivesItsTurnsBack() {
        simulator.outage(Outage.SILENT);
        ask("catalog");
        await().atMost(SOON).until(() -> number("select count(*) from sync_job where holder is not null") > 0);

        worker.close();

        assertThat(number("select count(*) from sync_job where holder is not null"))
                .isZero();
    }

    @Test
    void servesItsHealthAndItsFigures() throws Exception {
        await().atMost(SOON).until(() -> worker.get("/readyz").statusCode() == 200);
        assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
        assertThat(worker.get("/metrics").body()).contains("waybill_sync_turns_seconds_count", "chore=\"catalog\"");
    }

    @Test
    void showsHowItsProvidersStand() {
        String tag = "{provider=\"" + providerId + "\"} ";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(worker.get("/metrics").body())
                        .contains(
                                "waybill_provider_balance" + tag + "500.25",
                                "waybill_provider_balance_low" + tag + "0.0",
                                "waybill_provider_failing" + tag + "0.0"));
        jdbc.sql("update provider set low_balance = 1000").update();
        ask("balance");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(worker.get("/metrics").body())
                        .contains("waybill_provider_balance_low" + tag + "1.0"));
        simulator.outage(Outage.HTML);
        ask("balance");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(worker.get("/metrics").body())
                        .contains(
                                "waybill_provider_balance" + tag + "500.25",
                                "waybill_provider_balance_low" + tag + "1.0",
                                "waybill_provider_failing" + tag + "1.0"));
        assertThat(jdbc.sql("select kind from provider_event order by id")
                        .query(String.class)
                        .list())
                .startsWith("balance_low", "failing");
    }

    @Test
    void aMissingSettingStopsTheStartWithOneSentence() {
        assertThatThrownBy(() -> UpstreamSyncWorker.application().run("--server.port=0"))
                .hasMessageContaining("needs these environment variables: WAYBILL_DATABASE_URL, WAYBILL_SECRET_KEY");
    }

    @Test
    void noWorkerStartsUnderAnotherMasterKeyThanTheStores() {
        jdbc.sql("update settings set master_key_check = sha256('another key')").update();

        assertThatThrownBy(() -> RunningWorker.start(database))
                .hasRootCauseInstanceOf(SecretException.class)
                .hasStackTraceContaining("WAYBILL_SECRET_KEY is another key");
    }

    private void ask(String kind) {
        assertThat(jdbc.sql("update sync_job set due_at = now() where provider_id = :id and kind = :kind")
                        .param("id", providerId)
                        .param("kind", kind)
                        .update())
                .isEqualTo(1);
    }

    private void awaitRuns(String result, int count) {
        await().atMost(SOON)
                .until(() -> number("select count(*) from catalog_run where result = '" + result + "'") >= count);
    }

    private Map<String, Object> lastRun() {
        List<Map<String, Object>> runs = jdbc.sql("select * from catalog_run order by id desc limit 1")
                .query()
                .listOfRows();
        return runs.getFirst();
    }

    private Map<String, Object> provider() {
        return jdbc.sql("select * from provider where id = :id")
                .param("id", providerId)
                .query()
                .singleRow();
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
