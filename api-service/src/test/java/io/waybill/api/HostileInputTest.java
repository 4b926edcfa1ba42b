package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.money.Usd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: the right 4xx with a clear message, never a 5xx, and nothing charged. */
final class HostileInputTest extends ApiTest {
    private TestStore.Reseller reseller;
    private long item;

    @BeforeEach
    void open() {
        reseller = store.reseller("1000.00");
        item = store.manualItem("1.00");
    }

    @AfterEach
    void nothing_was_charged() {
        assertThat(store.balance(reseller)).isEqualTo(Usd.parse("1000.00"));
        assertThat(store.ordersOf(reseller)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "null",
                "true",
                "1",
                "\"text\"",
                "[]",
                "{\"item_id\":}",
                "{\"item_id\":1,}",
                "{'item_id':1}",
                "{item_id:1}",
                "{\"item_id\":1} {\"item_id\":1}",
                "{\"item_id\":1}x",
                "{\"item_id\":01}",
                "{\"item_id\":+1}",
                "{\"item_id\":NaN}",
                "{\"item_id\":1e99999999999}",
                "{\"item_id\":1,\"item_id\":2}",
                "{\"item_id\":1,\"checkout\":{\"a\":\"1\",\"a\":\"2\"}}",
                "\ufeff{}",
                "<xml/>",
                "item_id=1",
                "{\"item_id\":1,\"player_id\":\"a\nb\"}",
                "/* comment */ {}"
            })
    void broken_json_is_400(String body) {
        Reply reply = http.post("/api/v1/orders", reseller.key(), body);

        assertRefused(reply, 400, "validation");
        assertThat(reply.string("message"))
                .as("refused as unreadable, not for a field")
                .startsWith("The body ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quantity\":1.9",
                "\"quantity\":1.0",
                "\"quantity\":1e0",
                "\"quantity\":\"1\"",
                "\"quantity\":true",
                "\"quantity\":[1]",
                "\"quantity\":0",
                "\"quantity\":-1",
                "\"quantity\":-9223372036854775808",
                "\"quantity\":2147483647",
                "\"quantity\":2147483648",
                "\"quantity\":9223372036854775808",
                "\"quantity\":99999999999999999999999999999999",
                "\"quantity\":1e400",
                "\"quantity\":101",
                "\"player_id\":1",
                "\"player_id\":{}",
                "\"player_id\":[\"a\"]",
                "\"player_id\":\"\"",
                "\"player_id\":\"  \"",
                "\"player_id\":\"a\\u0000b\"",
                "\"player_id\":\"\\ud800\"",
                "\"checkout\":1",
                "\"checkout\":\"x\"",
                "\"checkout\":[]",
                "\"checkout\":{\"a\":{}}",
                "\"checkout\":{\"a\":[1]}",
                "\"checkout\":{\"a\":\"x\\u0000\"}",
                "\"external_ref\":1",
                "\"external_ref\":\"\\u0000\"",
                "\"expected_price\":1",
                "\"expected_price\":120.00",
                "\"expected_price\":\"abc\"",
                "\"expected_price\":\"-1\"",
                "\"expected_price\":\"1e5\"",
                "\"expected_price\":\"NaN\"",
                "\"expected_price\":\"1.001\""
            })
    void a_wrong_value_is_400_and_names_its_field(String field) {
        String playerId = field.startsWith("\"player_id") ? "" : "\"player_id\":\"a\",";
        Reply reply =
                http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,%s%s}".formatted(item, playerId, field));

        assertRefused(reply, 400, "validation");
        if (!field.contains("1e400")) {
            assertThat(reply.json().path("errors").path(0).path("field").asString())
                    .isEqualTo(
                            field.startsWith("\"checkout\":{")
                                    ? "checkout.a"
                                    : field.substring(1, field.indexOf('"', 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "1.9", "1.0", "true", "{}", "[1]", "null", "99999999999999999999"})
    void an_item_id_that_is_no_number_is_400(String value) {
        assertRefused(
                http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%s,\"player_id\":\"a\"}".formatted(value)),
                400,
                "validation");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void an_item_id_that_nothing_has_is_404(long value) {
        assertRefused(
                http.post("/api/v1/orders", reseller.key(), "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(value)),
                404,
                "item_not_found");
    }

    @Test
    void too_long_too_many_and_too_deep_are_400() {
        String start = "{\"item_id\":" + item + ",\"player_id\":\"a\",";
        StringBuilder many = new StringBuilder("\"checkout\":{");
        for (int i = 0; i < 100; i++) {
            many.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":\"v\"");
        }
        for (String rest : List.of(
                "\"external_ref\":\"" + "x".repeat(256) + "\"}",
                "\"checkout\":{\"a\":\"" + "x".repeat(5000) + "\"}}",
                "\"checkout\":{\"" + "n".repeat(5000) + "\":\"x\"}}",
                many + "}}",
                "\"deep\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
                "\"deep\":" + "{\"a\":".repeat(3000) + "1" + "}".repeat(3000) + "}",
                "\"long\":" + "9".repeat(5000) + "}")) {
            assertRefused(http.post("/api/v1/orders", reseller.key(), start + rest), 400, "validation");
        }
    }

    @Test
    void broken_utf_8_is_400() {
        String start = "{\"item_id\":" + item + ",\"player_id\":\"";
        for (byte[] broken : List.of(
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xe2, (byte) 0x82})) {
            byte[] head = start.getBytes(StandardCharsets.UTF_8);
            byte[] tail = "\"}".getBytes(StandardCharsets.UTF_8);
            byte[] body = new byte[head.length + broken.length + tail.length];
            System.arraycopy(head, 0, body, 0, head.length);
            System.arraycopy(broken, 0, body, head.length, broken.length);
            System.arraycopy(tail, 0, body, head.length + broken.length, tail.length);
            assertRefused(http.post("/api/v1/orders", reseller.key(), body), 400, "validation");
        }
        assertRefused(
                http.post("/api/v1/orders", reseller.key(), (start + "a\"}").getBytes(StandardCharsets.UTF_16)),
                400,
                "validation");
    }

    @Test
    void a_body_of_300_kib_is_413() {
        assertRefused(
                http.post(
                        "/api/v1/orders",
                        reseller.key(),
                        "{\"item_id\":%d,\"player_id\":\"%s\"}".formatted(item, "x".repeat(300 * 1024))),
                413,
                "payload_too_large");
    }

    @Test
    void a_body_that_breaks_off_is_400_and_no_order() {
        String body = "{\"item_id\":%d,\"player_id\":\"a\"}".formatted(item);
        String answer = http.raw("POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + reseller.key()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + (body.length() + 10)
                + "\r\nConnection: close\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\":\"validation\"");
    }

    @Test
    void sql_and_markup_are_only_text() {
        Reply list = http.get("/api/v1/orders?external_ref=%27%3B%20drop%20table%20orders%3B--", reseller.key());
        assertThat(list.status()).isEqualTo(200);
        assertThat(http.get("/api/v1/products?q=%27%20or%201%3D1", "").status()).isEqualTo(200);
    }
}
