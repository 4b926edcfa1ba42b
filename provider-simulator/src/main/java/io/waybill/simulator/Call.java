package io.waybill.simulator;

import com.sun.net.httpserver.HttpExchange;
import io.waybill.simulator.behaviour.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One request and the one answer it gets, or does not get. */
final class Call {

    static final int MAX_BODY = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpExchange exchange;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** The parameters after the question mark; of several with one name, the last. */
    Map<String, String> query() {
        return parameters(exchange.getRequestURI().getRawQuery());
    }

    /** The parameters of a body that is a form, or null if it is too long; of several with one name, the last. */
    @Nullable
    Map<String, String> form() throws IOException {
        byte[] body = body(MAX_BODY);
        return body == null ? null : parameters(new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(decoded(name), decoded(value));
            }
        }
        return parameters;
    }

    /** The body, or null if it is longer than that. */
    byte @Nullable [] body(int limit) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
        return body.length > limit ? null : body;
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    void answer(Refusal refusal) throws IOException {
        answer(refusal, refusal.message());
    }

    void answer(Refusal refusal, String message) throws IOException {
        answer(refusal, problem(refusal, message));
    }

    void answer(Refusal refusal, JsonNode body) throws IOException {
        if (refusal == Refusal.BUSY) {
            header("Retry-After", "1");
        }
        answer(refusal.status(), body);
    }

    void answer(int status, JsonNode body) throws IOException {
        answer(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
    }

    void answer(int status, String contentType, byte[] body) throws IOException {
        if (body.length == 0) {
            header("Content-Type", contentType);
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        try (OutputStream out = open(status, contentType, body.length)) {
            out.write(body);
        }
    }

    /** Begins an answer of an announced length; the caller writes and closes it. */
    OutputStream open(int status, String contentType, long length) throws IOException {
        header("Content-Type", contentType);
        exchange.sendResponseHeaders(status, length);
        return exchange.getResponseBody();
    }

    /** Ends the connection, in the middle of an answer or without one. */
    void hangUp() {
        exchange.close();
    }

    static ObjectNode problem(Refusal refusal, String message) {
        return JSON.createObjectNode()
                .put("ok", false)
                .put("error", refusal.error())
                .put("message", message);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
