package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Purchase;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.Reply;
import io.waybill.provider.http.RetryAfter;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final String PLAYER = "player-4711@example.com";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'ok':true,'order_id':7}                                               | IN_PROGRESS",
                "200 | {'ok':true,'order_id':'A-7','status':'pending'}                        | IN_PROGRESS",
                "200 | {'ok':true,'order_id':'A-7','status':7}                                | IN_PROGRESS",
                "200 | {'ok':true,'order_id':7,'status':'Completed'}                          | DELIVERED",
                "200 | {'ok':true,'order_id':7,'status':'delivered'}                          | DELIVERED",
                "200 | {'ok':true,'order_id':7,'status':'success','error':null}               | DELIVERED",
                "409 | {'ok':false,'error':'out_of_stock'}                                    | OUT_OF_STOCK",
                "409 | {'ok':false,'error':'out_of_stock','charged':false}                    | OUT_OF_STOCK",
                "409 | {'ok':false,'error':'out_of_stock','order_id':null}                    | OUT_OF_STOCK",
                "400 | {'ok':false,'error':'validation','errors':[{'field':'player_id'}]}     | INVALID_RECIPIENT",
                "404 | {'ok':false,'error':'item_not_found'}                                  | ITEM_GONE",
                "402 | {'ok':false,'error':'insufficient_balance'}                            | NO_FUNDS",
                "503 | {'ok':false,'error':'wallet_disabled'}                                 | PROVIDER_DOWN",
                "401 | {'ok':false,'error':'unauthorized'}                                    | PROVIDER_DOWN",
                "401 | <html>Unauthorized</html>                                              | PROVIDER_DOWN",
                "403 | {'ok':false,'error':'forbidden'}                                       | PROVIDER_DOWN",
                "403 | {'ok':false,'error':'ip_not_allowed'}                                  | PROVIDER_DOWN",
                "404 | {'ok':false,'error':'not_found'}                                       | PROVIDER_DOWN",
                "429 | {'ok':false,'error':'rate_limited'}                                    | BUSY",
                "429 | slow down                                                              | BUSY",
                "503 | {'ok':false,'error':'unavailable','charged':false}                     | BUSY",
            })
    void provesASaleOrARefusal(int status, String body, String expected) {
        String known =
                switch (judge(status, body)) {
                    case Bought bought -> bought.state().name();
                    case NotBought notBought -> notBought.reason().name();
                    case Unknown unknown -> "unknown: " + unknown.evidence();
                };
        assertThat(known).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'ok':true,'order_id':7,'amount':1e99999999999}",
                "200 | {'ok':true}",
                "200 | {'ok':true,'order_id':null}",
                "200 | {'ok':true,'order_id':''}",
                "200 | {'ok':true,'order_id':7.5}",
                "200 | {'ok':true,'order_id':{'id':7}}",
                "200 | {'ok':true,'order_id':7,'status':'failed'}",
                "200 | {'ok':true,'order_id':7,'status':'Refunded'}",
                "200 | {'ok':true,'order_id':7,'status':'canceled'}",
                "200 | {'ok':true,'order_id':7,'error':'out_of_stock'}",
                "200 | {'ok':'true','order_id':7}",
                "200 | {'ok':1,'order_id':7}",
                "200 | {'order_id':7}",
                "200 | {'ok':true,'ok':false,'error':'out_of_stock'}",
                "200 | {'ok':true,'order_id':7} {'ok':false}",
                "200 | {'ok':true,'order_id':7",
                "200 | [{'ok':true,'order_id':7}]",
                "200 | {'ok':false,'error':'out_of_stock'}",
                "200 | ''",
                "200 | <html>Welcome</html>",
                "201 | {'ok':true,'order_id':7}",
                "202 | {'ok':true,'order_id':7}",
                "302 | {'ok':false,'error':'out_of_stock'}",
                "400 | {'error':'validation'}",
                "400 | {'ok':false,'error':'strange'}",
                "400 | {'ok':false}",
                "403 | <html>Forbidden</html>",
                "404 | <html>Not found</html>",
                "408 | {'ok':false,'error':'validation'}",
                "409 | {'ok':true,'order_id':7}",
                "409 | {'ok':false,'error':'request_in_progress','charged':false}",
                "409 | {'ok':false,'error':'out_of_stock','order_id':7}",
                "409 | {'ok':false,'error':'out_of_stock','charged':'unknown'}",
                "409 | {'ok':false,'error':'out_of_stock','charged':true}",
                "422 | {'ok':false,'error':'idempotency_key_reused','charged':false}",
                "429 | {'ok':false,'error':'rate_limited','charged':'unknown'}",
                "429 | {'ok':true,'order_id':7}",
                "401 | {'ok':true,'order_id':7}",
                "500 | {'ok':false,'error':'out_of_stock'}",
                "500 | {'ok':false,'error':'internal','charged':false}",
                "502 | <html>Bad gateway</html>",
                "503 | {'ok':false,'error':'unavailable'}",
                "503 | {'ok':false,'error':'unavailable','charged':'unknown','order_id':9}",
            })
    void provesNothing(int status, String body) {
        assertThat(judge(status, body)).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "7                             | PT7S",
                "0                             | PT0S",
                "99999999999                   | PT1H",
                "99999999999999999999999       | none",
                "-5                            | none",
                "soon                          | none",
                "Thu, 01 Jan 2026 00:01:00 GMT | PT1M",
                "Thu, 01 Jan 2099 00:01:00 GMT | PT1H",
                "Wed, 01 Jan 2025 00:00:00 GMT | PT0S",
                "none                          | none",
            })
    void waitsAsLongAsItIsToldWithinAnHour(@Nullable String retryAfter, @Nullable Duration expected) {
        HttpHeaders headers = HttpHeaders.of(
                retryAfter == null ? Map.of() : Map.of("Retry-After", List.of(retryAfter)), (_, _) -> true);
        assertThat(RetryAfter.of(headers, Panels.NOW)).isEqualTo(expected);
    }

    @Test
    void takesCodesAndMessageFromADelivery() {
        Bought bought = (Bought)
                judge(
                        200,
                        "{'ok':true,'order_id':7,'status':'completed','delivery':{'codes':['A1',22,null,'',{}],'message':'Enjoy'}}");

        assertThat(bought.delivery()).isNotNull();
        assertThat(bought.delivery().codes()).containsExactly("A1", "22");
        assertThat(bought.delivery().message()).isEqualTo("Enjoy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'ok':true,'order_id':7,'pin':'CODE-9999-AAAA','note':'CODE-9999-AAAA','message':'CODE-9999-AAAA'}",
                "200 | {'ok':true,'order_id':7,'delivery':{'codes':['CODE-9999-AAAA']},'player_id':'player-4711@example.com'}",
                "200 | {'ok':true,'order_id':7,'delivery':{'codes':['CODE-9999-AAAA'",
                "200 | your code CODE-9999-AAAA for player-4711@example.com, key sk_live_SECRET123",
                "400 | {'ok':false,'error':'validation','message':'player-4711@example.com with sk_live_SECRET123'}",
                "400 | {'ok':false,'errors':[{'field':'player_id','message':'player-4711@example.com'}],'error':'validation'}",
                "500 | {'CODE-9999-AAAA':1,'details':{'available':'sk_live_SECRET123'}}",
            })
    void showsNoKeyNoCodeAndNoRecipient(int status, String body) {
        assertThat(judge(status, body).exchange().answer())
                .isNotBlank()
                .doesNotContain("CODE-9999-AAAA", PLAYER, "sk_live_SECRET123");
    }

    @Test
    void keepsWhatAPersonNeedsToFindThePurchase() {
        Outcome outcome =
                judge(500, "{'ok':false,'error':'internal','order_id':70010001,'message':'database is away'}");

        assertThat(outcome.exchange().httpStatus()).isEqualTo(500);
        assertThat(outcome.exchange().answer()).contains("internal", "70010001", "database is away");
        assertThat(outcome.exchange().request())
                .contains("ref-1", "\"123\"", "pl***om")
                .doesNotContain(PLAYER);
        assertThat(judge(200, "{'ok':true,'order_id':70010001,'stat").exchange().answer())
                .contains("70010001");
    }

    @Test
    void cutsWhatIsLongAndKeepsWhatAnyDatabaseTakes() {
        String answer = judge(200, "\u0000\u0007\ud800" + "word ".repeat(30_000))
                .exchange()
                .answer();

        assertThat(answer).hasSizeBetween(2_000, 2_100).doesNotContain("\u0000", "\u0007", "\ud800");
    }

    private static Outcome judge(int status, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Purchase purchase = new Purchase(1, "ref-1", "123", 1, PLAYER, Map.of());
        Evidence evidence = PanelEvidence.of(
                purchase,
                Panels.account(URI.create("http://localhost/api/v1"), "sk_live_SECRET123", 1, Duration.ofSeconds(1)));
        return Verdict.of(
                new Reply.Answered(status, HttpHeaders.of(Map.of(), (_, _) -> true), new Reply.Body(bytes)),
                evidence,
                Panels.NOW);
    }
}
