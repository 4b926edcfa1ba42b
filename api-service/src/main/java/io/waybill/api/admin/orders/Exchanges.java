package io.waybill.api.admin.orders;

import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what is kept of requests to providers and of their answers. Takes only the fields that are known to be masked:
 * what was delivered, sealed beside a late answer, stays where it is.
 */
final class Exchanges {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Exchanges() {}

    static List<OrderFile.Exchange> ofEvidence(String json) {
        return list(JSON.readTree(json).path("answers"));
    }

    static List<OrderFile.Exchange> ofLateAnswer(@Nullable String json) {
        return json == null ? List.of() : list(JSON.readTree(json));
    }

    private static List<OrderFile.Exchange> list(JsonNode answers) {
        return StreamSupport.stream(answers.spliterator(), false)
                .map(answer -> new OrderFile.Exchange(
                        text(answer, "at"),
                        answer.path("send").asInt(0),
                        answer.path("outcome").asString(""),
                        text(answer, "provider_order_id"),
                        text(answer, "evidence"),
                        text(answer, "request"),
                        answer.path("http_status").asInt(0),
                        text(answer, "answer")))
                .toList();
    }

    private static @Nullable String text(JsonNode answer, String field) {
        JsonNode value = answer.path(field);
        return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
    }
}
