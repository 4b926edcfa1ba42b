package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.book.Account;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Usd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Orders are looked up, end later, and are called off; the book follows. */
class OrderLookupTest {
    private static final String ACCOUNT = SimulatorOptions.DEFAULT_ACCOUNT;

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private ProviderSimulator simulator = start(SimulatorOptions.inMemory());
    private StoreClient client = new StoreClient(simulator);

    private ProviderSimulator start(SimulatorOptions options) {
        return ProviderSimulator.start(options.accounts(
                        Account.of(ACCOUNT, SimulatorOptions.DEFAULT_KEY, "100"),
                        Account.of("other", "other_key", "100"))
                .clock(now::get)
                .honoursIdempotency(true)
                .slowDelay(Duration.ofMinutes(1)));
    }

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ok, completed, completed",
        "processing, processing, completed",
        "processing-partly, processing, partial",
        "processing-canceled, processing, canceled",
        "processing-failed, processing, failed",
        "processing-forever, processing, processing"
    })
    void anOrderEndsAfterTheSlowDelayAsItsWordSays(String recipient, String atOnce, String later) throws Exception {
        long id = order(recipient);

        assertThat(look(id).path("status").stringValue()).isEqualTo(atOnce);
        now.updateAndGet(time -> time.plusSeconds(61));
        assertThat(look(id).path("status").stringValue()).isEqualTo(later);
        assertThat(look(id).path("final").booleanValue()).isEqualTo(!later.equals("processing"));
    }

    @Test
    void whatWasNotDeliveredComesBackOnce() throws Exception {
        long partly = order("processing-partly");
        long canceled = order("processing-canceled");
        Usd charge = purchase(partly).wish().charge();
        now.updateAndGet(time -> time.plusSeconds(61));

        JsonNode first = look(partly);
        look(partly);
        look(canceled);
        look(canceled);

        assertThat(Usd.of(first.path("refunded_usd").stringValue()).amount().multiply(new java.math.BigDecimal(4)))
                .isLessThanOrEqualTo(charge.amount());
        assertThat(simulator.book().balance(ACCOUNT))
                .isEqualTo(Usd.of("100")
                        .minus(charge)
                        .plus(Usd.of(first.path("refunded_usd").stringValue())));
    }

    @Test
    void severalAreListedAndNobodyElses() throws Exception {
        long first = order("processing-1");
        long second = order("ok-2");

        JsonNode list = json(client.get("/api/v1/orders?ids=" + first + ",7," + second + ",x&limit=200"));

        assertThat(list.path("orders").values())
                .extracting(order -> order.path("order_id").longValue())
                .containsExactly(first, second);
        HttpResponse<String> foreign = client.send(client.request("/api/v1/orders/" + first)
                .setHeader("Authorization", "Bearer other_key")
                .build());
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(json(foreign).path("error").stringValue()).isEqualTo("order_not_found");
    }

    @Test
    void anOrderIsCalledOffUntilItEndsAndTheMoneyComesBackOnce() throws Exception {
        long id = order("processing-1");
        long late = order("processing-2");
        Usd charge = purchase(id).wish().charge();

        for (int i = 0; i < 2; i++) {
            JsonNode canceled = json(client.post("/api/v1/orders/" + id + "/cancel", "{}"));
            assertThat(canceled.path("status").stringValue()).isEqualTo("canceled");
        }
        now.updateAndGet(time -> time.plusSeconds(61));
        HttpResponse<String> refused = client.post("/api/v1/orders/" + late + "/cancel", "{}");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).path("error").stringValue()).isEqualTo("not_cancelable");
        assertThat(look(id).path("status").stringValue()).isEqualTo("canceled");
        assertThat(look(late).path("status").stringValue()).isEqualTo("completed");
        assertThat(simulator.book().balance(ACCOUNT)).isEqualTo(Usd.of("100").minus(charge));
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheOrderAsItStands() throws Exception {
        client.send(client.order("processing-1", "key-1").build());
        assertThat(json(client.send(client.order("processing-1", "key-1").build()))
                        .path("status")
                        .stringValue())
                .isEqualTo("processing");

        now.updateAndGet(time -> time.plusSeconds(61));

        assertThat(json(client.send(client.order("processing-1", "key-1").build()))
                        .path("status")
                        .stringValue())
                .isEqualTo("completed");
        assertThat(simulator.book().purchases()).hasSize(1);
    }

    @Test
    void whatWasCalledOffIsStillSoAfterARestart() throws Exception {
        close();
        simulator = start(SimulatorOptions.onDisk(directory));
        client = new StoreClient(simulator);
        long id = order("processing-1");
        client.post("/api/v1/orders/" + id + "/cancel", "{}");
        close();

        simulator = start(SimulatorOptions.onDisk(directory));
        client = new StoreClient(simulator);

        assertThat(look(id).path("status").stringValue()).isEqualTo("canceled");
        assertThat(simulator.book().balance(ACCOUNT)).isEqualTo(Usd.of("100"));
    }

    private long order(String recipient) throws Exception {
        return json(client.order(recipient)).path("order_id").longValue();
    }

    private JsonNode look(long id) throws Exception {
        return json(client.get("/api/v1/orders/" + id));
    }

    private Purchase purchase(long id) {
        return simulator.book().find(ACCOUNT, id).orElseThrow();
    }
}
