package io.waybill.api.http;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Writes what we answer: records, in snake case, times in ISO 8601 UTC. Thread-safe. */
public final class AnswerJson {
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    public byte[] write(Object answer) {
        return json.writeValueAsBytes(answer);
    }
}
