package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.simulator.behaviour.Behaviour;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays every behaviour over real HTTP, and looks into the book for what was bought. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BehavioursTest {

    private static final Duration SLOW = Duration.ofMillis(300);
    private static final Duration PATIENCE_WITH_SILENCE = Duration.ofMillis(600);

    private static final Set<Behaviour> ANSWERED_WITH_A_RECEIPT = EnumSet.of(
            Behaviour.OK,
            Behaviour.SLOW,
            Behaviour.PROCESSING,
            Behaviour.PROCESSING_PARTLY,
            Behaviour.PROCESSING_CANCELED,
            Behaviour.PROCESSING_FAILED,
            Behaviour.PROCESSING_FOREVER,
            Behaviour.STRING_IDS,
            Behaviour.CONTRADICTORY,
            Behaviour.BIG,
            Behaviour.DRIP,
            Behaviour.CUT);

    private ProviderSimulator simulator;
    private StoreClient client;

    @BeforeAll
    void start() {
        simulator = ProviderSimulator.start(
                SimulatorOptions.inMemory().slowDelay(SLOW).dripPause(Duration.ofMillis(2)));
        client = new StoreClient(simulator);
    }

    @AfterAll
    void close() {
        client.close();
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyWordDoesWhatItSays(Behaviour behaviour) throws Exception {
        String recipient = behaviour.word() + "-player";

        switch (ending(behaviour)) {
            case Answer(int status, String text) -> {
                HttpResponse<String> answer = client.order(recipient);
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.body()).contains(text);
            }
            case NoAnswer _ ->
                assertThatThrownBy(() -> client.order(recipient))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(HttpTimeoutException.class);
            case Silence _ ->
                assertThatThrownBy(() -> client.send(client.order(recipient, null)
                                .timeout(PATIENCE_WITH_SILENCE)
                                .build()))
                        .isInstanceOf(HttpTimeoutException.class);
        }

        boolean buys = behaviour.word().startsWith("bought-then-") || ANSWERED_WITH_A_RECEIPT.contains(behaviour);
        assertThat(simulator.book().purchasesFor(recipient)).hasSize(buys ? 1 : 0);
    }

    /** No default branch: a new word does not compile until its ending is said here. */
    private static Ending ending(Behaviour behaviour) {
        return switch (behaviour) {
            case OK, SLOW, BOUGHT_THEN_SLOW -> new Answer(200, "\"status\":\"completed\"");
            case PROCESSING, PROCESSING_PARTLY, PROCESSING_CANCELED, PROCESSING_FAILED, PROCESSING_FOREVER ->
                new Answer(200, "\"status\":\"processing\"");
            case STRING_IDS -> new Answer(200, "\"order_id\":\"5");
            case INVALID -> new Answer(400, "\"validation\"");
            case UNAUTHORIZED, UNAUTHORIZED_ONCE -> new Answer(401, "\"unauthorized\"");
            case NO_FUNDS, NO_FUNDS_ONCE -> new Answer(402, "\"insufficient_balance\"");
            case FORBIDDEN -> new Answer(403, "\"forbidden\"");
            case ITEM_GONE -> new Answer(404, "\"item_not_found\"");
            case OUT_OF_STOCK -> new Answer(409, "\"out_of_stock\"");
            case BUSY, BUSY_ONCE, BUSY_TWICE -> new Answer(429, "\"rate_limited\"");
            case ERROR, ERROR_ONCE, ERROR_TWICE, BOUGHT_THEN_ERROR -> new Answer(500, "\"internal_error\"");
            case BAD_GATEWAY, BOUGHT_THEN_BAD_GATEWAY -> new Answer(502, "<html>");
            case UNAVAILABLE, UNAVAILABLE_ONCE -> new Answer(503, "\"unavailable\"");
            case WALLET_DISABLED, WALLET_DISABLED_ONCE -> new Answer(503, "\"wallet_disabled\"");
            case HTML, BOUGHT_THEN_HTML -> new Answer(200, "<html>");
            case GARBAGE, BOUGHT_THEN_GARBAGE -> new Answer(200, "{\"ok\":true,\"order_id\":");
            case EMPTY, BOUGHT_THEN_EMPTY -> new Answer(200, "");
            case REDIRECT -> new Answer(302, "<html>");
            case CONTRADICTORY -> new Answer(200, "{\"ok\":false,\"order_id\":5");
            case BIG -> new Answer(200, " ".repeat(1024 * 1024));
            case HANG, VERY_SLOW, HANG_ONCE, BOUGHT_THEN_TIMEOUT -> new Silence();
            case RESET, RESET_ONCE, BOUGHT_THEN_RESET, CUT -> new NoAnswer();
            case DRIP -> new Answer(200, "\"status\":\"completed\"");
        };
    }

    @Test
    void aLooselyTypedAnswerHasAnIdOfLettersAndANumberOfMoney() throws Exception {
        HttpResponse<String> answer = client.order("string-ids");

        assertThat(json(answer).path("order_id").isString()).isTrue();
        assertThat(answer.body()).contains("\"amount\":23.00");
    }

    @Test
    void busySaysWhenToComeBack() throws Exception {
        assertThat(client.order("busy").headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void aRedirectLeadsAway() throws Exception {
        assertThat(client.order("redirect").headers().firstValue("Location")).contains("/login");
    }

    @Test
    void wordsThatFailAtFirstSucceedLater() throws Exception {
        assertThat(statuses("busy-once-a", 3)).containsExactly(429, 200, 200);
        assertThat(statuses("busy-twice-a", 3)).containsExactly(429, 429, 200);
        assertThat(statuses("error-twice-a", 3)).containsExactly(500, 500, 200);
        assertThat(statuses("no_funds-once-a", 2)).containsExactly(402, 200);
        assertThat(statuses("BUSY-Once-b", 2)).containsExactly(429, 200);
        assertThat(statuses("out_of_stock-once", 2)).containsExactly(409, 409);
        assertThat(simulator.book().purchasesFor("busy-once-a")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"player", "okay", "slowly", "busyness", "busy_once", "error1", "bought-then", "-busy", " busy"})
    void anyOtherRecipientIsServed(String recipient) throws Exception {
        assertThat(client.order(recipient).statusCode()).isEqualTo(200);
    }

    @Test
    void theLongestWordWins() {
        assertThat(Behaviour.askedBy("busy-once-17")).contains(Behaviour.BUSY_ONCE);
        assertThat(Behaviour.askedBy("busy-17")).contains(Behaviour.BUSY);
        assertThat(Behaviour.askedBy("Bought-Then-Error-17")).contains(Behaviour.BOUGHT_THEN_ERROR);
        assertThat(Behaviour.askedBy("bought-then-errors")).isEmpty();
    }

    @Test
    void aCheckoutFieldChoosesAsWellAsAPlayer() throws Exception {
        HttpResponse<String> zone = client.post(
                "/api/v1/orders",
                "{\"item_id\":\"ml-86\",\"checkout\":{\"cf_user_id\":\"17\",\"cf_zone_id\":\"out_of_stock-z\"}}");
        HttpResponse<String> link = client.post(
                "/api/v1/orders", "{\"item_id\":401,\"checkout\":{\"smm_link\":\"invalid-l\",\"smm_quantity\":1000}}");

        assertThat(zone.statusCode()).isEqualTo(409);
        assertThat(link.statusCode()).isEqualTo(400);
    }

    private List<Integer> statuses(String recipient, int times) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            statuses.add(client.order(recipient).statusCode());
        }
        return statuses;
    }

    private sealed interface Ending {}

    private record Answer(int status, String text) implements Ending {}

    /** The connection ends. */
    private record NoAnswer() implements Ending {}

    /** The connection stays open. */
    private record Silence() implements Ending {}
}
