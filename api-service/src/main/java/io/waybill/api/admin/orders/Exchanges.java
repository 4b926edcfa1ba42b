package io.waybill.api.admin.orders;

import java.time.Instant;
import java.time.OffsetDateTime;
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
                        time(answer.path("at")),
                        answer.path("send").asInt(0),
                        answer.path("outcome").asString(""),
                        text(answer, "provider_order_id"),
                        text(answer, "evidence"),
                        text(answer, "request"),
                        httpStatus(answer.path("http_status")),
                        text(answer, "answer")))
                .toList();
    }

    /** As the database wrote it, in whatever zone its session had. */
    private static @Nullable Instant time(JsonNode at) {
        return at.isString() ? OffsetDateTime.parse(at.stringValue()).toInstant() : null;
    }

    /** Kept as 0 where there was no answer. */
    private static @Nullable Integer httpStatus(JsonNode status) {
        return status.asInt(0) == 0 ? null : Integer.valueOf(status.asInt());
    }

    private static @Nullable String text(JsonNode answer, String field) {
        JsonNode value = answer.path(field);
        return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
    }
}
