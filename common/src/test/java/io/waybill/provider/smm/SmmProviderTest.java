package io.waybill.provider.smm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.provider.CatalogRow;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderException;
import io.waybill.provider.Purchase;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.PurchaseState.Canceled;
import io.waybill.provider.PurchaseState.NotFound;
import io.waybill.provider.PurchaseState.Partly;
import io.waybill.provider.PurchaseState.Pieces;
import io.waybill.provider.PurchaseState.Unclear;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Request;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a panel, and what becomes of its answers. */
class SmmProviderTest {
    private final ScriptedServer server;
    private final Provider provider;

    SmmProviderTest() throws IOException {
        server = ScriptedServer.start(Script.json(200, "{\"order\":23501}"));
        provider = SmmPanels.connect(server.url(), SmmPanels.KEY, Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        provider.close();
    }

    @Test
    void anOrderIsAFormWithKeyActionServiceLinkAndQuantity() {
        Outcome outcome = provider.buy(SmmPanels.purchase(1), () -> true);

        assertThat(outcome).isInstanceOf(Bought.class);
        Request request = server.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/v1");
        assertThat(request.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(request.headers().toString()).doesNotContain(SmmPanels.KEY);
        assertThat(request.body())
                .isEqualTo("key=" + SmmPanels.KEY
                        + "&action=add&service=5&link=https%3A%2F%2Fexample.com%2Fp%2F4711&quantity=1000");
    }

    @Test
    void whatAFieldHoldsCanNotBecomeAnotherField() {
        buy(1, null, Map.of("smm_link", "x&action=balance&key=other", "smm_quantity", "1"));

        assertThat(server.requests().getFirst().body())
                .isEqualTo("key=" + SmmPanels.KEY
                        + "&action=add&service=5&link=x%26action%3Dbalance%26key%3Dother&quantity=1");
    }

    @Test
    void aPackageIsBoughtWithoutAQuantityAndAPlayerIdIsALink() {
        buy(1, "someone", Map.of());

        assertThat(server.requests().getFirst().body()).endsWith("&service=5&link=someone");
    }

    @ParameterizedTest
    @CsvSource({
        "2, smm_link=a, a quantity that would be lost",
        "10, smm_link=a smm_quantity=11, two quantities",
        "10, smm_quantity=10, no link",
        "10, smm_link=a smm_quantity=10 smm_runs=5, five times as many",
        "10, smm_link=a smm_quantity=10 cf_server=eu, a field that would be lost",
        "10, smm_link=a smm_quantity=10 smm_key=x, another key"
    })
    void whatCanNotBeSaidInTheProtocolIsNotSent(int quantity, String checkout, String why) {
        Map<String, String> fields = Arrays.stream(checkout.split(" "))
                .map(field -> field.split("="))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));

        Outcome outcome = buy(quantity, null, fields);

        assertThat(outcome)
                .as(why)
                .isInstanceOfSatisfying(
                        NotBought.class,
                        notBought -> assertThat(notBought.reason()).isEqualTo(Reason.REFUSED));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theEvidenceNamesTheServiceAndQuantityAndMasksTheLink() {
        String request =
                provider.buy(SmmPanels.purchase(1), () -> true).exchange().request();

        assertThat(request).isEqualTo("POST add service=5 link=ht***11 quantity=1000");
    }

    @Test
    void aHundredOrdersAreOneQuestion() throws Exception {
        List<String> ids =
                IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).toList();
        server.otherwise(Script.json(200, "{\"7\":{\"status\":\"Completed\"}}"));

        Map<String, PurchaseState> states = provider.states(ids);

        assertThat(provider.statesAtOnce()).isEqualTo(100);
        assertThat(server.requests()).hasSize(1);
        assertThat(states).hasSize(100);
        assertThat(states.get("7")).isInstanceOf(PurchaseState.Delivered.class);
        assertThat(states.get("8")).isInstanceOf(PurchaseState.NotFound.class);
    }

    @Test
    void anEmptyListIsAnEmptyMap() throws Exception {
        server.otherwise(Script.json(200, "[]"));

        assertThat(provider.states(List.of("1", "2")).values())
                .hasSize(2)
                .allSatisfy(state -> assertThat(state).isInstanceOf(PurchaseState.NotFound.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"Invalid API key\"}", "[1]", "7", "<html>", "{\"1\":{},\"1\":{}}"})
    void whatIsNoAnswerAboutTheOrdersMovesNone(String body) {
        server.otherwise(Script.json(200, body));

        assertThatThrownBy(() -> provider.states(List.of("1", "2"))).isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> provider.states(List.of("1"))).isInstanceOf(ProviderException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"status":"Pending"}                                       | Working
            {"status":"processing"}                                    | Working
            {"status":"In progress"}                                   | Working
            {"status":"Awaiting"}                                      | Working
            {"status":"COMPLETED"}                                     | Delivered
            {"status":"Canceled"}                                      | Canceled
            {"status":"Cancelled"}                                     | Canceled
            {"status":"Canceled","remains":"157","charge":"0.23"}      | Canceled
            {"status":"Canceled","remains":null,"charge":"0.23"}       | Canceled
            {"status":"Canceled","remains":"0","charge":"0.00"}        | Canceled
            {"status":"Canceled","remains":"0","charge":"0.23"}        | Unclear
            {"status":"Canceled","remains":0}                          | Unclear
            {"status":"Canceled","remains":"-5","charge":"0"}          | Unclear
            {"status":"Partial","remains":"157"}                       | Partly
            {"status":"Partial","remains":157}                         | Partly
            {"status":"Partial","remains":""}                          | Unclear
            {"status":"Partial","remains":"-1"}                        | Unclear
            {"status":"Partial","remains":"1e99999"}                   | Unclear
            {"status":"Partial"}                                       | Unclear
            {"status":7}                                               | Unclear
            {"status":"Completed","error":"x"}                         | Unclear
            {"error":"Incorrect order ID"}                             | NotFound
            {"charge":"1"}                                             | Unclear
            """)
    void aStatusWordIsTakenByItsMeaningAndNoOtherIsGuessed(String order, String state) throws Exception {
        server.otherwise(Script.json(200, "{\"1\":" + order + ",\"2\":{}}"));

        assertThat(provider.states(List.of("1", "2")).get("1").getClass().getSimpleName())
                .isEqualTo(state);
    }

    @Test
    void whatRemainsIsCountedInPiecesOfTheOrder() throws Exception {
        server.otherwise(Script.json(200, "{\"status\":\"Partial\",\"remains\":\"157\",\"charge\":\"0.2\"}"));

        Partly partly = (Partly) provider.states(List.of("1")).get("1");

        assertThat(partly.undelivered().of(1000).orElseThrow().part()).isEqualByComparingTo("157");
        assertThat(partly.undelivered().of(156)).isEmpty();
    }

    @Test
    void whatRemainsOfACanceledOrderWasNotDeliveredAndTheRestWas() throws Exception {
        server.otherwise(Script.json(200, "{\"status\":\"Canceled\",\"remains\":\"157\",\"charge\":\"0.23\"}"));

        Canceled canceled = (Canceled) provider.states(List.of("1")).get("1");

        assertThat(canceled.undelivered()).isEqualTo(new Pieces(new BigDecimal("157")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Something went wrong", "Incorrect order", "Try again later", ""})
    void anErrorAboutOneOrderIsNoneOfItsProvider(String error) throws Exception {
        server.otherwise(Script.json(200, "{\"error\":\"" + error + "\"}"));

        assertThat(provider.states(List.of("1")).get("1")).isInstanceOfAny(Unclear.class, NotFound.class);
    }

    @Test
    void anErrorAboutWhoAsksIsOneOfTheProvider() {
        server.otherwise(Script.json(200, "{\"error\":\"Account banned\"}"));

        assertThatThrownBy(() -> provider.states(List.of("1"))).isInstanceOf(ProviderException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"balance\":\"12\"}",
                "{\"balance\":\"12\",\"currency\":\"dollars\"}",
                "{\"balance\":\"12\",\"currency\":\"USD\",\"error\":\"x\"}",
                "{\"balance\":1e99,\"currency\":\"USD\"}",
                "{\"error\":\"Invalid API key\"}"
            })
    void noBalanceIsTakenWithoutItsCurrency(String body) {
        server.otherwise(Script.json(200, body));

        assertThatThrownBy(provider::balance).isInstanceOf(ProviderException.class);
    }

    @Test
    void servicesAreInTheCurrencyOfTheBalanceAndAskForTheFieldsOfTheirType() throws Exception {
        List<CatalogRow> rows = catalog("""
                [{"service":"1","name":"Followers","type":"Default","category":"Instagram","rate":"0.90","min":"50",
                  "max":"10000","refill":true,"cancel":true,"desc":"Slow"},
                 {"service":2,"name":"Boost","type":"Package","rate":7,"min":1,"max":1},
                 {"service":3,"name":"Votes","type":"Poll","rate":1,"min":10,"max":99999999999}]
                """);

        assertThat(rows)
                .hasSize(3)
                .allSatisfy(row -> assertThat(row)
                        .isInstanceOfSatisfying(
                                CatalogRow.Offer.class,
                                o -> assertThat(o.currency()).isEqualTo("EUR")));
        CatalogRow.Offer followers = (CatalogRow.Offer) rows.getFirst();
        assertThat(followers.price()).isEqualByComparingTo(new BigDecimal("0.9"));
        assertThat(followers.unit()).isEqualTo(1000);
        assertThat(List.of(followers.minQuantity(), followers.maxQuantity())).containsExactly(50, 10_000);
        assertThat(followers.category()).isEqualTo("Instagram");
        assertThat(followers.description()).isEqualTo("Slow");
        assertThat(names(rows.get(0))).containsExactly("smm_link", "smm_quantity");
        assertThat(names(rows.get(1))).containsExactly("smm_link");
        assertThat(((CatalogRow.Offer) rows.get(1)).unit()).isEqualTo(1);
        assertThat(names(rows.get(2))).containsExactly("smm_link", "smm_quantity", "smm_answer_number");
        assertThat(((CatalogRow.Offer) rows.get(2)).maxQuantity()).isEqualTo(999_999_999);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"service\":1,\"name\":\"A\",\"rate\":1,\"min\":1,\"max\":2}",
                "{\"service\":1,\"name\":\"A\",\"type\":\"Subscriptions\",\"rate\":1,\"min\":1,\"max\":2}",
                "{\"service\":1,\"name\":\"A\",\"type\":\"Custom Comments\",\"rate\":1,\"min\":1,\"max\":2}",
                "{\"service\":1,\"name\":\"A\",\"type\":\"Default\",\"rate\":0,\"min\":1,\"max\":2}",
                "{\"service\":1,\"name\":\"A\",\"type\":\"Default\",\"rate\":1,\"min\":3,\"max\":2}",
                "{\"service\":1,\"name\":\"A\",\"type\":\"Default\",\"rate\":1,\"max\":2}",
                "{\"service\":1,\"name\":\"A\",\"type\":\"Default\",\"rate\":1,\"min\":1}",
                "{\"service\":[1],\"name\":\"A\",\"type\":\"Default\",\"rate\":1,\"min\":1,\"max\":2}",
                "{\"service\":1,\"name\":\" \",\"type\":\"Default\",\"rate\":NaN,\"min\":1,\"max\":2}",
                "7"
            })
    void aServiceThatCanNotBeSoldIsSkipped(String row) throws Exception {
        assertThat(catalog("[" + row + "]")).singleElement().isInstanceOf(CatalogRow.Skipped.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"Invalid API key\"}", "{}", "[] []", "<html>", "", "[{\"service\":1"})
    void whatIsNoListIsNoCatalog(String body) {
        assertThatThrownBy(() -> catalog(body)).isInstanceOf(ProviderException.class);
    }

    private List<CatalogRow> catalog(String services) throws ProviderException {
        server.next(Script.json(200, "{\"balance\":\"5\",\"currency\":\"eur\"}"));
        server.otherwise(Script.json(200, services));
        List<CatalogRow> rows = new ArrayList<>();
        provider.catalog(rows::add);
        return rows;
    }

    private static List<String> names(CatalogRow row) {
        return ((CatalogRow.Offer) row)
                .fields().stream().map(field -> field.name()).toList();
    }

    private Outcome buy(int quantity, @Nullable String playerId, Map<String, String> checkout) {
        return provider.buy(new Purchase(1, "ref-1", "5", quantity, playerId, checkout), () -> true);
    }
}
