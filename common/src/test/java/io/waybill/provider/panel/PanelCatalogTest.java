package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.CatalogAnswer;
import io.waybill.provider.CatalogMark;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.CatalogRow.Offer;
import io.waybill.provider.CatalogRow.Skipped;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderException;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelCatalogTest {
    private ScriptedServer server;
    private Provider provider;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.start(Script.json(500, ""));
        provider = Panels.connect(server.url(), "sk_live_K", Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        provider.close();
    }

    @Test
    void readsAProductWithAllThatItSays() throws Exception {
        Offer offer = (Offer) single("""
                {"item_id":"g-5","slug":"gems-5","name":"5 Gems","product_name":"Gems","category":"Games",
                 "description":"Line one\\nline two","price":"0.123456789","currency":"bdt","unit":"1000",
                 "min_quantity":"10","max_quantity":500,"in_stock":false,"source":"provider","extra":{"a":[1,{"b":2}]},
                 "fields":[{"name":"cf_server","label":"Server","type":"select","required":true,"options":["eu","us"]},
                           {"name":"cf_zone","type":"strange","required":false,"pattern":"[0-9]{4,6}"}]}""");

        assertThat(offer.externalId()).isEqualTo("g-5");
        assertThat(offer.name()).isEqualTo("5 Gems");
        assertThat(offer.description()).isEqualTo("Line one line two");
        assertThat(offer.price()).isEqualByComparingTo("0.123456789");
        assertThat(offer.currency()).isEqualTo("BDT");
        assertThat(offer.unit()).isEqualTo(1000);
        assertThat(offer.minQuantity()).isEqualTo(10);
        assertThat(offer.maxQuantity()).isEqualTo(500);
        assertThat(offer.inStock()).isFalse();
        assertThat(offer.fields())
                .containsExactly(
                        new CheckoutField("cf_server", "Server", "select", true, null, List.of("eu", "us")),
                        new CheckoutField("cf_zone", "cf_zone", "text", false, "[0-9]{4,6}", null));
    }

    @Test
    void readsTheLeastThatTheReferenceNames() throws Exception {
        Offer offer =
                (Offer) single("{\"item_id\":5,\"price\":1.5,\"currency\":\"BDT\",\"slug\":\"five\",\"names\":{}}");

        assertThat(offer.name()).isEqualTo("five");
        assertThat(offer.productName()).isEqualTo("five");
        assertThat(offer.fields()).isEmpty();
        assertThat(offer.inStock()).isTrue();
        assertThat(offer.maxQuantity()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5                                                             | no JSON object",
                "[{}]                                                          | no JSON object",
                "{'name':'n','price':1}                                        | item_id",
                "{'item_id':null,'name':'n','price':1}                         | item_id",
                "{'item_id':{'a':1},'name':'n','price':1}                      | item_id",
                "{'item_id':'two words','name':'n','price':1}                  | item_id",
                "{'item_id':1,'price':1}                                       | no name",
                "{'item_id':1,'name':'n'}                                      | price",
                "{'item_id':1,'name':'n','price':'1,5'}                        | price",
                "{'item_id':1,'name':'n','price':NaN}                          | price",
                "{'item_id':1,'name':'n','price':'NaN'}                        | price",
                "{'item_id':1,'name':'n','price':-1}                           | price",
                "{'item_id':1,'name':'n','price':0}                            | price",
                "{'item_id':1,'name':'n','price':'1000000001'}                 | price",
                "{'item_id':1,'name':'n','price':1e99}                         | price",
                "{'item_id':1,'name':'n','price':1e999999999}                  | price",
                "{'item_id':1,'name':'n','price':[1]}                          | price",
                "{'item_id':1,'name':'n','price':1,'currency':'taka'}          | currency",
                "{'item_id':1,'name':'n','price':1,'unit':10}                  | unit",
                "{'item_id':1,'name':'n','price':1,'min_quantity':5,'max_quantity':2} | quantities",
                "{'item_id':1,'name':'n','price':1,'max_quantity':1e9}         | max_quantity",
                "{'item_id':1,'name':'n','price':1,'in_stock':'maybe'}         | in_stock",
                "{'item_id':1,'name':'n','price':1,'fields':'none'}            | fields",
                "{'item_id':1,'name':'n','price':1,'fields':[{'name':'a b'}]}  | field",
                "{'item_id':1,'name':'n','price':1,'fields':[{'name':'a'},{'name':'a'}]} | field",
                "{'item_id':7,'name':'n','price':1}                            | before",
            })
    void leavesOutABadRowAndSaysWhy(String row, String reason) throws Exception {
        List<CatalogRow> rows = catalog("{\"ok\":true,\"currency\":\"BDT\",\"products\":[" + good(7) + ","
                + row.replace('\'', '"') + "," + good(8) + "]}");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(1))
                .isInstanceOfSatisfying(
                        Skipped.class, skipped -> assertThat(skipped.reason()).contains(reason));
        assertThat(rows.get(2)).isInstanceOf(Offer.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0-9]{6,12} | true",
                "^\\d+$ | true",
                "[a-z]+@[a-z]+ | true",
                "(a+)+$ | false",
                "a*a*a*b | false",
                "[ | false",
                "(?=x) | false",
                "(x) | false"
            })
    void takesOverOnlyPatternsThatCanNotRunLong(String pattern, boolean taken) throws Exception {
        Offer offer = (Offer) single(
                "{\"item_id\":5,\"name\":\"n\",\"price\":1,\"currency\":\"BDT\",\"fields\":[{\"name\":\"a\",\"pattern\":\""
                        + pattern.replace("\\", "\\\\") + "\"}]}");

        assertThat(offer.fields().getFirst().pattern()).isEqualTo(taken ? pattern : null);
    }

    @Test
    void aServiceWhosePiecesStandInTheCheckoutIsNotLimitedByTheOrdersQuantity() throws Exception {
        Offer offer = (Offer) single("{\"item_id\":5,\"name\":\"n\",\"price\":1,\"currency\":\"BDT\",\"unit\":1000,"
                + "\"max_quantity\":1,\"fields\":[{\"name\":\"smm_link\"},{\"name\":\"smm_quantity\"}]}");

        assertThat(offer.maxQuantity()).isEqualTo(1_000_000);
    }

    @Test
    void keepsOutWhatADatabaseWouldNotTake() throws Exception {
        Offer offer = (Offer) single("{\"item_id\":5,\"name\":\"a\\u0000b\\ud800c\",\"price\":1,\"currency\":\"BDT\"}");

        assertThat(offer.name()).isEqualTo("a b c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "<html>hello</html>",
                "{}",
                "{\"ok\":true}",
                "{\"ok\":true,\"products\":{}}",
                "{\"ok\":true,\"products\":[]} {}",
                "{\"ok\":true,\"products\":[",
                "{\"ok\":true,\"products\":[{\"item_id\":1",
                "{\"ok\":true,\"products\":[],\"products\":[]}",
                "{\"ok\":\"true\",\"products\":[]}",
                "{\"products\":[]}",
                "{\"products\":[],\"ok\":false,\"error\":\"maintenance\"}",
                "{\"ok\":true,\"products\":[}"
            })
    void anAnswerThatIsNoCatalogAsAWholeIsRefused(String body) {
        assertThatThrownBy(() -> catalog(body)).isInstanceOf(ProviderException.class);
    }

    @Test
    void aCatalogThatIsTooLargeTooLongTooDeepOrTooSlowIsRefused() {
        String large =
                "{\"ok\":true,\"products\":[" + ("{\"d\":\"" + "x".repeat(500_000) + "\"},").repeat(5) + good(1) + "]}";
        assertThatThrownBy(() -> catalog(large)).isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> catalog("{\"ok\":true,\"products\":[" + "1,".repeat(10_001) + "1]}"))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("10000 rows");
        assertThatThrownBy(() -> catalog("{\"ok\":true,\"products\":" + "[".repeat(100_000)))
                .isInstanceOf(ProviderException.class);
        long start = System.nanoTime();
        assertThatThrownBy(() -> play(connection -> {
                    connection.read();
                    connection.write("HTTP/1.1 200 OK\r\n\r\n{\"ok\":true,\"products\":[");
                    for (int i = 0; i < 10_000; i++) {
                        connection.write(" ");
                        connection.pause(Duration.ofMillis(20));
                    }
                }))
                .isInstanceOf(ProviderException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void whatTheProviderCallsItsAnswerIsSentBackAndItsWordIsTaken() throws Exception {
        server.otherwise(Script.answer(200, "ETag: \"7-a,b\"\r\n", "{\"ok\":true,\"products\":[" + good(1) + "]}"));
        CatalogMark mark = mark();
        assertThat(mark.etag()).isEqualTo("\"7-a,b\"");
        server.otherwise(Script.answer(304, "ETag: \"7-a,b\"\r\n", ""));

        assertThat(provider.catalog(mark, _ -> {})).isEqualTo(new CatalogAnswer.Known());

        assertThat(server.requests().getLast().headers()).containsEntry("if-none-match", "\"7-a,b\"");
        assertThat(server.requests().getFirst().headers()).doesNotContainKey("if-none-match");
    }

    @Test
    void nothingNewIsNoAnswerToWhoeverAskedForEverything() {
        server.otherwise(Script.answer(304, "ETag: \"7\"\r\n", ""));

        assertThatThrownBy(() -> provider.catalog(_ -> {}))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("status 304");
        assertThatThrownBy(() -> provider.catalog(new CatalogMark("0".repeat(64), null), _ -> {}))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("status 304");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\"", "7", "*", "\"7", "\"7\", \"8\"", "w/\"7\"", "\"a b\"", "\"\u00e4\""})
    void whatIsNoStrongEntityTagIsNeverSentBack(String etag) throws Exception {
        server.otherwise(Script.answer(200, "ETag: " + etag + "\r\n", "{\"ok\":true,\"products\":[" + good(1) + "]}"));

        assertThat(mark().etag()).isNull();
    }

    @Test
    void anEntityTagThatGoesOnForEverIsNeverSentBack() throws Exception {
        server.otherwise(Script.answer(
                200, "ETag: \"" + "7".repeat(201) + "\"\r\n", "{\"ok\":true,\"products\":[" + good(1) + "]}"));

        assertThat(mark().etag()).isNull();
    }

    private CatalogMark mark() throws ProviderException {
        return Objects.requireNonNull(((CatalogAnswer.Read) provider.catalog(null, _ -> {})).mark());
    }

    @Test
    void aRefusedKeyIsSaidByTheProvidersWord() {
        server.otherwise(Script.json(401, "{\"ok\":false,\"error\":\"unauthorized\"}"));

        assertThatThrownBy(() -> provider.catalog(_ -> {}))
                .hasMessageContaining("401")
                .hasMessageContaining("unauthorized");
        assertThatThrownBy(() -> provider.balance()).hasMessageContaining("401").hasMessageContaining("unauthorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true}",
                "{\"ok\":true,\"user\":{\"balance\":null}}",
                "{\"ok\":true,\"user\":{\"balance\":\"1e9999\"}}",
                "{\"ok\":true,\"user\":{\"balance\":1e99}}",
                "{\"ok\":true,\"user\":[]}",
                "{\"user\":{\"balance\":\"1\"}}",
                "<html>",
                ""
            })
    void noBalanceIsReadFromAnythingElse(String body) {
        server.otherwise(Script.json(200, body));

        assertThatThrownBy(() -> provider.balance()).isInstanceOf(ProviderException.class);
    }

    @Test
    void aBalanceMayBeANumber() throws Exception {
        server.otherwise(Script.json(200, "{\"ok\":true,\"user\":{\"balance\":-3.5}}"));

        assertThat(provider.balance().amount()).isEqualByComparingTo("-3.5");
    }

    private static String good(int id) {
        return "{\"item_id\":" + id + ",\"name\":\"n\",\"price\":\"1\"}";
    }

    private CatalogRow single(String row) throws Exception {
        return catalog("{\"ok\":true,\"products\":[" + row + "]}").getFirst();
    }

    private List<CatalogRow> catalog(String body) throws Exception {
        return play(Script.json(200, body));
    }

    private List<CatalogRow> play(Script script) throws Exception {
        server.otherwise(script);
        List<CatalogRow> rows = new ArrayList<>();
        provider.catalog(rows::add);
        return rows;
    }
}
