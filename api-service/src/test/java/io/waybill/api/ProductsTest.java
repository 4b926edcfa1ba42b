package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ProductsTest extends ApiTest {
    /** The promise is two seconds; a busy build machine gets twice that. */
    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(4));
    }

    private Reply shown(long item) {
        soon().until(() -> http.get("/api/v1/products/" + item, "").status() == 200);
        return http.get("/api/v1/products/" + item, "");
    }

    @Test
    void a_product_has_the_fields_of_the_contract() {
        long item = store.manualItemWithFields(
                "1.025",
                "[{\"name\":\"cf_server\",\"label\":\"Server\",\"type\":\"select\",\"required\":true,\"options\":[\"EU\",\"US\"]}]");

        JsonNode product = shown(item).json();

        assertThat(product.propertyNames())
                .containsExactly(
                        "ok",
                        "item_id",
                        "slug",
                        "name",
                        "product_name",
                        "category",
                        "description",
                        "price",
                        "currency",
                        "source",
                        "billing",
                        "in_stock",
                        "min_quantity",
                        "max_quantity",
                        "unit",
                        "fields",
                        "updated_at");
        assertThat(product.path("price").isString()).isTrue();
        assertThat(product.path("price").asString()).isEqualTo("123.00");
        assertThat(product.path("currency").asString()).isEqualTo("BDT");
        assertThat(product.path("unit").asString()).isEqualTo("1");
        assertThat(product.path("unit").isString()).isTrue();
        assertThat(product.path("fields").path(0).path("options").size()).isEqualTo(2);
        assertThat(product.path("fields").path(0).has("pattern")).isFalse();
    }

    @Test
    void the_list_has_every_active_product_and_is_the_same_compressed() throws Exception {
        long item = store.manualItem("1.00");
        shown(item);

        Reply list = http.get("/api/v1/products", "");

        assertThat(list.json().path("currency").asString()).isEqualTo("BDT");
        assertThat(list.json()
                        .path("products")
                        .valueStream()
                        .map(p -> p.path("item_id").asLong()))
                .contains(item);
        assertThat(list.text()).startsWith("{\"ok\":true,\"currency\":\"BDT\",\"products\":[");
        // It may change between the two requests, by what tests before this one did.
        soon().untilAsserted(() -> assertThat(gunzipped(get("gzip, deflate")))
                .isEqualTo(http.get("/api/v1/products", "").text()));
    }

    private HttpResponse<byte[]> get(String acceptEncoding) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/api/v1/products"))
                .header("Accept-Encoding", acceptEncoding)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String gunzipped(HttpResponse<byte[]> response) throws IOException {
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void who_knows_the_list_is_told_so_until_it_changes() {
        shown(store.manualItem("1.00"));
        String etag = http.get("/api/v1/products", "").header("ETag");

        Reply again = http.get("/api/v1/products", "", "If-None-Match", "\"other\", " + etag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(etag);

        store.manualItem("1.00");
        soon().until(() ->
                http.get("/api/v1/products", "", "If-None-Match", etag).status() == 200);
    }

    @Test
    void a_change_of_price_rate_or_activity_shows_soon() {
        long item = store.manualItem("1.00");
        assertThat(shown(item).string("price")).isEqualTo("120.00");

        jdbc.sql("update item set price_micros = 2000000 where id = :id")
                .param("id", item)
                .update();
        soon().until(() -> shown(item).string("price").equals("240.00"));

        jdbc.sql("insert into exchange_rate (currency, per_usd, set_by) values ('BDT', 121, 'test')")
                .update();
        soon().until(() -> shown(item).string("price").equals("242.00"));
        jdbc.sql("insert into exchange_rate (currency, per_usd, set_by) values ('BDT', 120, 'test')")
                .update();
        soon().until(() -> shown(item).string("price").equals("240.00"));

        jdbc.sql("update item set active = false where id = :id")
                .param("id", item)
                .update();
        soon().until(() -> http.get("/api/v1/products/" + item, "").status() == 404);
    }

    @Test
    void stock_that_comes_shows_soon() {
        long item = store.stockItem("1.00", 0);
        assertThat(shown(item).json().path("in_stock").asBoolean(true)).isFalse();

        store.addCodes(item, 1);

        soon().until(() -> shown(item).json().path("in_stock").asBoolean());
    }

    @Test
    void the_list_is_filtered_by_words_category_and_time() {
        long item = store.manualItem("1.00");
        String slug = shown(item).string("slug");
        String since = shown(item).string("updated_at");

        assertThat(found("q=" + slug.toUpperCase(java.util.Locale.ROOT))).isPositive();
        assertThat(found("q=nobody-sells-this")).isZero();
        assertThat(found("category=GAMES&q=" + slug)).isPositive();
        assertThat(found("category=nothing")).isZero();
        assertThat(found("updated_since=" + since + "&q=" + slug)).isPositive();
        assertThat(found("updated_since=2999-01-01")).isZero();
        assertRefused(http.get("/api/v1/products?updated_since=yesterday", ""), 400, "validation");
    }

    private long found(String query) {
        return http.get("/api/v1/products?" + query, "").json().path("products").size();
    }

    @Test
    void an_unknown_product_is_404() {
        for (String id : new String[] {"999999999", "0", "-1", "abc", "1.5", "99999999999999999999"}) {
            assertRefused(http.get("/api/v1/products/" + id, ""), 404, "item_not_found");
        }
    }
}
