package io.waybill.provider.smm;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Purchase;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.Reply;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer to {@code add} proves, and what it doesn't. */
class VerdictTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Invalid API key                                  | PROVIDER_DOWN
            incorrect_api_key                                | PROVIDER_DOWN
            ACCOUNT_BANNED                                   | PROVIDER_DOWN
            neworder.error.incorrect_service_id              | ITEM_GONE
            Incorrect service ID                             | ITEM_GONE
            incorrect service                                | ITEM_GONE
            neworder.error.not_enough_funds                  | NO_FUNDS
            Not  enough funds on balance.                    | NO_FUNDS
            Error: INSUFFICIENT_BALANCE                      | NO_FUNDS
            neworder.error.min_quantity                      | REFUSED
            max_quantity                                     | REFUSED
            Incorrect quantity!                              | REFUSED
            Error: min quantity for this service is 100      | REFUSED
            Max quantity must be between 10 and 5000         | REFUSED
            neworder.error.link                              | INVALID_RECIPIENT
            Incorrect link                                   | INVALID_RECIPIENT
            neworder.error.comment                           | INVALID_RECIPIENT
            """)
    void textsOfChecksBeforeAnOrderIsMadeAreDefinite(String error, Reason reason) {
        for (int status : new int[] {200, 400, 403, 422}) {
            assertThat(judge(status, "{'error':'" + error + "'}"))
                    .isInstanceOfSatisfying(
                            NotBought.class,
                            notBought -> assertThat(notBought.reason()).isEqualTo(reason));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "neworder.error.link_duplicate",
                "You have active order with this link. Please wait until order being completed.",
                "Incorrect link: an order with it is already placed",
                "Order 23501 created, not enough funds for refill",
                "Not enough funds or incorrect quantity",
                "invalid api keyring",
                "unincorrect link",
                "Something went wrong",
                "Internal error, try again",
                "not enough",
                "Order 123 submitted, max quantity reached",
                "23501: max quantity",
                "Order 23501: incorrect link",
                "Sent; not enough funds",
                "It is not incorrect quantity",
                "Not enough funds 23501",
                "Max quantity is 9999999999999",
                "Max quantity, id 23501",
                "Not%20enough%20funds",
                "&#78;ot enough funds",
                ""
            })
    void anyOtherTextProvesNothing(String error) {
        assertThat(judge(200, "{'error':'" + error + "'}")).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"incorrect link", "https://example.com/not-enough-funds", "a Incorrect_Quantity b"})
    void aLinkThatReadsLikeARefusalCanNotRefuseAnOrder(String link) {
        Purchase purchase = purchaseFor(link);

        assertThat(judge(200, "{'error':'Failed after sending: " + link + "'}", purchase))
                .isInstanceOf(Unknown.class);
        assertThat(judge(200, "{'error':'Failed after sending: INCORRECT LINK'}", purchase))
                .isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://t.me/not%20enough%20funds        | not enough funds
            not%2520enough%2520funds                 | not enough funds
            n%6ft%20enough%20fund%73                 | not enough funds
            not&#32;enough&#x20;funds                | not enough funds
            not&nbsp;enough&nbsp;funds               | not enough funds
            &#110;ot enough funds                    | not enough funds
            n\\u006ft\\u0020enough\\u0020funds       | not enough funds
            ｎｏｔ　ｅｎｏｕｇｈ　ｆｕｎｄｓ                 | not enough funds
            %EF%BD%8Eot enough funds                 | not enough funds
            not <b>enough</b> fun<i></i>ds           | not enough funds
            nòt énough funds                         | not enough funds
            NotEnoughFunds                           | not enough funds
            incorrect-the-link                       | incorrect link
            """)
    void norCanALinkThatThePanelRepeatsInAnotherForm(String link, String repeated) {
        Purchase purchase = purchaseFor(link);

        assertThat(judge(200, "{'error':'Error for " + repeated + "'}", purchase))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void norCanTwoFieldsTogetherOrAPlayerThatIsNotSent() {
        Map<String, String> checkout = Map.of("smm_link", "not-enough", "smm_username", "funds", "smm_quantity", "10");
        Purchase halves = new Purchase(1, "ref-1", "5", 10, null, checkout);
        Purchase player = new Purchase(
                1, "ref-1", "5", 10, "incorrect link", Map.of("smm_link", "https://t.me/1", "smm_quantity", "10"));

        assertThat(judge(200, "{'error':'Error for not enough, funds'}", halves))
                .isInstanceOf(Unknown.class);
        assertThat(judge(200, "{'error':'Error: incorrect link'}", player)).isInstanceOf(Unknown.class);
    }

    @Test
    void wordsThatAreRepeatedProveNothingAndAnAddressDoesNotChangeWhatATextSays() {
        String address = "https://example.com/already/1";

        assertThat(judge(200, "{'error':'Incorrect link: already placed'}", purchaseFor("already placed")))
                .isInstanceOf(Unknown.class);
        assertThat(judge(200, "{'error':'Incorrect link " + address + "'}", purchaseFor(address)))
                .isInstanceOf(NotBought.class);
        assertThat(judge(200, "{'error':'Incorrect link'}", purchaseFor("already placed")))
                .isInstanceOf(NotBought.class);
    }

    private static Purchase purchaseFor(String link) {
        return new Purchase(1, "ref-1", "5", 10, null, Map.of("smm_link", link, "smm_quantity", "10"));
    }

    @Test
    void aTextThatGoesOnForeverProvesNothing() {
        assertThat(judge(200, "{'error':'not enough funds" + " x".repeat(200) + "'}"))
                .isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307, 408, 500, 502, 503, 504, 520})
    void aTextOfTheListProvesNothingWithAnotherStatus(int status) {
        assertThat(judge(status, "{'error':'Not enough funds'}")).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'order':5,'error':'Not enough funds'}",
                "{'order':5,'error':''}",
                "{'order':5,'error':false}",
                "{'order':5,'status':'Failed'}",
                "{'order':0}",
                "{'order':'0'}",
                "{'order':''}",
                "{'order':'1,2'}",
                "{'order':1.5}",
                "{'order':true}",
                "{'order':[5]}",
                "{'order':false,'error':'Not enough funds'}",
                "{'error':'Not enough funds','charge':'0.5'}",
                "{'error':['Not enough funds']}",
                "{'error':{'message':'Not enough funds'}}",
                "{'message':'Not enough funds'}",
                "{'error':'Not enough funds','error':'x'}",
                "[{'order':5}]",
                "{}",
                "[]",
                "null",
                "<html>{'order':5}</html>",
                "{'order':5",
                ""
            })
    void whatContradictsItselfOrCantBeReadProvesNothing(String body) {
        assertThat(judge(200, body)).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'order':23501}                                | 23501
            {'order':'23501'}                              | 23501
            {'order':' A-7 ','error':null}                 | A-7
            {'status':'success','order':99999999999999999} | 99999999999999999
            """)
    void anOrderThatIsNamedIsSoldAndWorkedOn(String body, String order) {
        assertThat(judge(200, body)).isInstanceOfSatisfying(Bought.class, bought -> {
            assertThat(bought.providerOrderId()).isEqualTo(order);
            assertThat(bought.state()).isEqualTo(Bought.State.IN_PROGRESS);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 400, 401, 429, 500})
    void anOrderWithAnotherStatusProvesNothing(int status) {
        assertThat(judge(status, "{'order':5}")).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{'error':'Too many requests'}", "{'error':'anything'}"})
    void tooManyRequestsAndNoKeySaySoByTheirStatus(String body) {
        NotBought busy = (NotBought) judge(429, body);
        assertThat(busy.reason()).isEqualTo(Reason.BUSY);
        assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(((NotBought) judge(401, body)).reason()).isEqualTo(Reason.PROVIDER_DOWN);
    }

    private static Outcome judge(int status, String body) {
        return judge(status, body, SmmPanels.purchase(1));
    }

    private static Outcome judge(int status, String body, Purchase purchase) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Evidence evidence = Evidence.of(
                purchase,
                SmmPanels.account(URI.create("http://localhost/api/v2"), SmmPanels.KEY, Duration.ofSeconds(1)),
                "POST add",
                Set.of("order", "error"),
                Set.of());
        HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of("7")), (_, _) -> true);
        return Verdict.of(
                new Reply.Answered(status, headers, new Reply.Body(bytes)),
                SmmForm.of(purchase),
                evidence,
                SmmPanels.NOW);
    }
}
