package io.waybill.api;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP. */
record Reply(int status, HttpHeaders headers, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    JsonNode json() {
        return JSON.readTree(text);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    String error() {
        return json().path("error").asString("");
    }

    String string(String field) {
        return json().path(field).asString("");
    }

    long orderId() {
        return json().path("order_id").asLong();
    }
}
