package io.waybill.api;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP. */
public record Reply(int status, HttpHeaders headers, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public JsonNode json() {
        return JSON.readTree(text);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String error() {
        return json().path("error").asString("");
    }

    public String string(String field) {
        return json().path(field).asString("");
    }

    public long orderId() {
        return json().path("order_id").asLong();
    }
}
