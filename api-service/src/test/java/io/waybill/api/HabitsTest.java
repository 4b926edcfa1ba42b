package io.waybill.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What every route does alike, the server's own refusals included. */
@ExtendWith(OutputCaptureExtension.class)
final class HabitsTest extends ApiTest {
    @Test
    void an_unknown_path_is_404_with_and_without_a_key() {
        TestStore.Reseller reseller = store.reseller("0");
        for (String path : List.of(
                "/",
                "/api",
                "/api/v1",
                "/api/v2",
                "/api/v1/nothing",
                "/api/v1/orders/1/nothing",
                "/api/v1/orders/",
                "/api/v1/webhook-endpoints",
                "/api/v1/events",
                "/api/admin/v1/nothing",
                "/favicon.ico")) {
            assertRefused(http.get(path, ""), 404, "not_found");
            assertRefused(http.get(path, reseller.key()), 404, "not_found");
        }
    }

    @Test
    void an_unknown_path_is_not_logged(CapturedOutput output) {
        assertRefused(http.get("/api/v1/nothing-at-all", ""), 404, "not_found");
        assertRefused(http.call("PUT", "/nothing-at-all", ""), 404, "not_found");
        LoggerFactory.getLogger(HabitsTest.class).warn("what is worth a warning is still shown");

        assertThat(output.getAll()).contains("still shown").doesNotContain("nothing-at-all");
    }

    @Test
    void a_wrong_method_is_405_and_names_the_right_ones_even_without_a_key() {
        assertThat(notAllowed("DELETE", "/api/v1/orders")).contains("GET", "POST");
        assertThat(notAllowed("PUT", "/api/v1/orders/1")).contains("GET").doesNotContain("POST");
        assertThat(notAllowed("POST", "/api/v1/products")).contains("GET", "HEAD");
        assertThat(notAllowed("PATCH", "/api/v1/me")).contains("GET");
        assertThat(notAllowed("BREW", "/api/v1/health")).contains("GET");
    }

    private String notAllowed(String method, String path) {
        Reply reply = http.call(method, path, "");
        assertRefused(reply, 405, "method_not_allowed");
        return reply.header("Allow");
    }

    @Test
    void head_answers_like_get_without_a_body_and_options_names_the_methods() {
        Reply head = http.call("HEAD", "/api/v1/health", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("23");

        Reply options = http.call("OPTIONS", "/api/v1/orders", "");
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.header("Allow")).contains("GET", "POST");
        assertThat(options.text()).isEmpty();
    }

    @Test
    void malformed_requests_get_our_json_and_not_the_servers_page() {
        for (String request : List.of(
                "GET /api/v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/orders/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/orders%2f1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/%c0%af HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/../../etc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/{x} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /api/v1/health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(40_000) + "\r\nConnection: close\r\n\r\n",
                "GET /api/v1/" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\nConnection: close\r\n\r\n",
                "TRACE /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/or\u0001ders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/or\u00e9ders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "G<T /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/health HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            String answer = http.raw(request);
            String shown = request.substring(0, Math.min(60, request.length())) + " -> " + answer;
            assertThat(answer).as(shown).startsWith("HTTP/1.1 4");
            assertThat(answer)
                    .as(shown)
                    .contains(
                            "\"ok\":false", "\"error\":\"", "\"request_id\":\"req_", "application/json; charset=utf-8");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .as(shown)
                    .doesNotContain("<html", "tomcat", "exception");
        }
    }

    @Test
    void checks_come_in_the_order_of_the_contract() {
        TestStore.Reseller reseller = store.reseller("1.00");
        byte[] large = new byte[300 * 1024];

        assertRefused(http.call("PUT", "/api/v1/nothing", "nonsense"), 404, "not_found");
        assertRefused(http.call("PUT", "/api/v1/orders", "nonsense"), 405, "method_not_allowed");
        assertRefused(
                http.call(
                        "POST",
                        "/api/v1/orders",
                        "nonsense",
                        HttpRequest.BodyPublishers.ofByteArray(large),
                        "Content-Type",
                        "text/plain"),
                401,
                "unauthorized");
        assertRefused(
                http.call(
                        "POST",
                        "/api/v1/orders",
                        reseller.key(),
                        HttpRequest.BodyPublishers.ofByteArray(large),
                        "Content-Type",
                        "text/plain"),
                415,
                "unsupported_media_type");
        assertRefused(http.post("/api/v1/orders", reseller.key(), large), 413, "payload_too_large");
        assertRefused(http.post("/api/v1/orders", reseller.key(), "{}"), 400, "validation");
    }

    @Test
    void a_large_body_is_refused_even_if_its_length_was_not_announced() {
        TestStore.Reseller reseller = store.reseller("1.00");
        byte[] large = " ".repeat(70 * 1024).getBytes(StandardCharsets.UTF_8);

        assertRefused(
                http.call(
                        "POST",
                        "/api/v1/orders",
                        reseller.key(),
                        HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)),
                        "Content-Type",
                        "application/json"),
                413,
                "payload_too_large");
    }

    @Test
    void who_takes_no_json_gets_406() {
        assertRefused(http.get("/api/v1/health", "", "Accept", "text/html"), 406, "not_acceptable");
        assertRefused(http.get("/api/v1/health", "", "Accept", "application/json;q=0"), 406, "not_acceptable");
        for (String accept :
                List.of("*/*", "application/*", "application/json", "text/html, application/json;q=0.1", "nonsense")) {
            assertThat(http.get("/api/v1/health", "", "Accept", accept).status())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    void only_json_in_utf_8_is_taken() {
        TestStore.Reseller reseller = store.reseller("1.00");
        for (String type : List.of(
                "text/plain",
                "application/xml",
                "application/json; charset=iso-8859-1",
                "nonsense",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x")) {
            assertRefused(
                    http.call(
                            "POST",
                            "/api/v1/orders",
                            reseller.key(),
                            HttpRequest.BodyPublishers.ofString("{}"),
                            "Content-Type",
                            type),
                    415,
                    "unsupported_media_type");
        }
        assertRefused(
                http.post("/api/v1/orders", reseller.key(), "{}", "Content-Encoding", "gzip"),
                415,
                "unsupported_media_type");
        assertRefused(
                http.call(
                        "POST",
                        "/api/v1/orders",
                        reseller.key(),
                        HttpRequest.BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "Application/JSON; Charset=\"UTF-8\""),
                400,
                "validation");
    }
}
