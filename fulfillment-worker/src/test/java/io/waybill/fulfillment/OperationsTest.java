package io.waybill.fulfillment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.FakeStore.Answer;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.fulfillment.session.SessionKeeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator sees of a worker. */
@ExtendWith(OutputCaptureExtension.class)
class OperationsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aWorkerTellsThatItLivesThatItIsReadyAndWhatItDoes() throws Exception {
        FakeStore fake = new FakeStore();
        try (TestOrders orders = new TestOrders();
                Worker worker = Worker.start(orders.dataSource(), fake)) {
            Shop shop = orders.shop(5);
            fake.script("unknown", Answer.MUMBLES);
            orders.pending(shop, "unknown");
            orders.pending(shop, "anna");
            await().atMost(SOON).until(() -> orders.count("completed") + orders.count("on_hold") == 2);

            assertThat(get(worker, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(worker, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(worker, "/env").statusCode()).isEqualTo(404);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(get(worker, "/metrics").body())
                            .contains("waybill_fulfillment_claimed_total{source=\"puller\"} 2.0")
                            .contains("waybill_fulfillment_outcomes_total{kind=\"delivered\"} 1.0")
                            .contains("waybill_fulfillment_outcomes_total{kind=\"unknown\"} 1.0")
                            .contains("waybill_fulfillment_in_flight{provider=\"" + shop.providerId() + "\"} 0.0")
                            .contains("waybill_fulfillment_unknown 1.0")
                            .contains("waybill_fulfillment_settle_batch_count")
                            .contains("waybill_fulfillment_late_successes_total 0.0"));
        }
    }

    @Test
    void anUnknownPathIsAnsweredAndNotLogged(CapturedOutput output) throws Exception {
        try (TestOrders orders = new TestOrders();
                Worker worker = Worker.start(orders.dataSource(), new FakeStore())) {
            for (String path : List.of("/nothing-at-all", "/livez/nothing-at-all")) {
                assertThat(get(worker, path).statusCode()).isEqualTo(404);
            }
        }

        assertThat(output.getAll()).contains(" INFO ").doesNotContain("nothing-at-all", "PageNotFound");
    }

    @Test
    void aWorkerWithoutAFreshSessionIsNotReadyAndBuysNothing() throws Exception {
        FakeStore fake = new FakeStore();
        try (TestOrders orders = new TestOrders();
                Worker worker = Worker.start(orders.dataSource(), fake)) {
            worker.bean(SessionKeeper.class).stop();

            assertThat(get(worker, "/readyz").statusCode()).isEqualTo(503);
            long order = orders.pending(orders.shop(5), "anna");
            await().during(Duration.ofMillis(500))
                    .until(() -> orders.status(order).equals("pending"));
        }
    }

    @Test
    void whatIsMissingAtTheStartIsNamed() {
        assertThatThrownBy(() -> FulfillmentWorker.application()
                        .run("--waybill.secret-key=" + Worker.SECRET_KEY, "--server.port=0")
                        .close())
                .hasStackTraceContaining(
                        "fulfillment-worker needs these environment variables: WAYBILL_DATABASE_URL, WAYBILL_KAFKA.");
    }

    private static HttpResponse<String> get(Worker worker, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + worker.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
