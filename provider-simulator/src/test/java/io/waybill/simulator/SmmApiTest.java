package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.book.Account;
import io.waybill.simulator.book.Purchase;
import io.waybill.simulator.book.Usd;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The SMM panel API: the same book and the same words as the store API, in other clothes. */
class SmmApiTest {
    private static final String KEY = SimulatorOptions.DEFAULT_KEY;
    private static final String ACCOUNT = SimulatorOptions.DEFAULT_ACCOUNT;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final ProviderSimulator simulator = ProviderSimulator.start(SimulatorOptions.inMemory()
            .accounts(Account.of(ACCOUNT, KEY, "100"), Account.of("other", "other_key", "100"))
            .clock(now::get)
            .slowDelay(Duration.ofMinutes(1)));
    private final StoreClient client = new StoreClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void theServicesAreTheSocialOnesAtTheirPriceInTheAccountsCurrency() throws Exception {
        JsonNode services = ask("action=services");

        assertThat(services.values()).hasSize(6).allSatisfy(service -> {
            assertThat(service.path("type").stringValue()).isEqualTo("Default");
            assertThat(service.path("min").stringValue()).isEqualTo("1");
        });
        assertThat(services.path(0).path("service").stringValue()).isEqualTo("401");
        assertThat(services.path(0).path("rate").stringValue()).isEqualTo("0.791667");
        JsonNode balance = ask("action=balance");
        assertThat(balance.path("balance").stringValue()).isEqualTo("100.00");
        assertThat(balance.path("currency").stringValue()).isEqualTo("USD");
    }

    @Test
    void anOrderIsInTheBookWithItsLinkAndPieces() throws Exception {
        long id = add("ok-1", 2_500);

        Purchase purchase = simulator.book().find(ACCOUNT, id).orElseThrow();
        assertThat(purchase.recipient()).isEqualTo("ok-1");
        assertThat(purchase.wish().quantity()).isEqualTo(2_500);
        assertThat(simulator.book().balance(ACCOUNT))
                .isEqualTo(Usd.of("100").minus(purchase.wish().charge()));
    }

    @ParameterizedTest
    @CsvSource({
        "invalid-1, 200, neworder.error.link, 0",
        "unauthorized-1, 200, Invalid API key, 0",
        "wallet_disabled-1, 200, ACCOUNT_BANNED, 0",
        "no_funds-1, 200, neworder.error.not_enough_funds, 0",
        "item_gone-1, 200, neworder.error.incorrect_service_id, 0",
        "out_of_stock-1, 200, neworder.error.max_quantity, 0",
        "busy-1, 429, 'Too many requests, come back later.', 0",
        "error-1, 500, Something broke., 0",
        "bought-then-error-1, 500, Something broke., 1",
        "contradictory-1, 200, neworder.error.not_enough_funds, 1"
    })
    void aLinkChoosesWhatHappensAsARecipientDoes(String link, int status, String error, int bought) throws Exception {
        HttpResponse<String> answer = post("action=add&service=401&quantity=1000&link=" + link);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("error").stringValue()).isEqualTo(error);
        assertThat(simulator.book().purchasesFor(link)).hasSize(bought);
    }

    @ParameterizedTest
    @CsvSource({
        "processing, Completed, 0",
        "processing-partly, Partial, 250",
        "processing-canceled, Canceled, 1000",
        "processing-failed, Canceled, 1000",
        "processing-forever, In progress, 1000"
    })
    void anOrderEndsAfterTheSlowDelayAsItsWordSays(String link, String status, String remains) throws Exception {
        long id = add(link, 1_000);

        assertThat(ask("action=status&order=" + id).path("status").stringValue())
                .isEqualTo("In progress");
        now.updateAndGet(time -> time.plusSeconds(61));
        JsonNode later = ask("action=status&order=" + id);
        assertThat(later.path("status").stringValue()).isEqualTo(status);
        assertThat(later.path("remains").stringValue()).isEqualTo(remains);
    }

    @Test
    void severalAreToldByIdAndNobodyElses() throws Exception {
        long id = add("processing-1", 1_000);

        JsonNode states = ask("action=status&orders=" + id + ",7");

        assertThat(states.path(String.valueOf(id)).path("status").stringValue()).isEqualTo("In progress");
        assertThat(states.path("7").path("error").stringValue()).isEqualTo("Incorrect order ID");
        assertThat(json(post("action=status&order=" + id, "other_key"))
                        .path("error")
                        .stringValue())
                .isEqualTo("Incorrect order ID");
    }

    @Test
    void anOrderIsCalledOffUntilItEnds() throws Exception {
        long id = add("processing-1", 1_000);
        long done = add("ok-1", 1_000);

        JsonNode answers = ask("action=cancel&orders=" + id + "," + done + ",7");

        assertThat(answers.path(0).path("cancel").intValue()).isEqualTo(1);
        assertThat(List.of(answers.path(1), answers.path(2)))
                .allSatisfy(
                        answer -> assertThat(answer.path("cancel").path("error").isString())
                                .isTrue());
        assertThat(ask("action=status&order=" + id).path("status").stringValue())
                .isEqualTo("Canceled");
    }

    @ParameterizedTest
    @CsvSource({
        "action=add&service=101&quantity=1&link=a, neworder.error.incorrect_service_id",
        "action=add&service=401&quantity=0&link=a, neworder.error.link",
        "action=add&service=401&quantity=1000, neworder.error.link",
        "action=refill&order=1, Incorrect request",
        "x=1, Incorrect request"
    })
    void whatCanNotBeServedIsAnErrorAndBuysNothing(String form, String error) throws Exception {
        assertThat(ask(form).path("error").stringValue()).isEqualTo(error);
        assertThat(simulator.book().purchases()).isEmpty();
    }

    @Test
    void aStrangerIsToldSo() throws Exception {
        assertThat(json(post("action=balance", "stranger")).path("error").stringValue())
                .isEqualTo("Invalid API key");
        assertThat(client.get("/api/v2").statusCode()).isEqualTo(405);
    }

    private long add(String link, int quantity) throws Exception {
        return ask("action=add&service=401&quantity=" + quantity + "&link=" + link)
                .path("order")
                .longValue();
    }

    private JsonNode ask(String form) throws Exception {
        return json(post(form));
    }

    private HttpResponse<String> post(String form) throws Exception {
        return post(form, KEY);
    }

    private HttpResponse<String> post(String form, String key) throws Exception {
        return client.send(client.request("/api/v2")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("key=" + key + "&" + form))
                .build());
    }
}
