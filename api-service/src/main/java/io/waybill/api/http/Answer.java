package io.waybill.api.http;

import io.waybill.error.Refusal;
import java.util.Map;

/** What a route answers; the server turns it into HTTP. */
public sealed interface Answer {
    /**
     * 200.
     *
     * @param body written as JSON in snake case
     */
    record Ok(Object body, Map<String, String> headers) implements Answer {}

    /** 4xx or 5xx with the error body. */
    record Failed(Failure failure) implements Answer {}

    /** Bytes that were made earlier, or nothing at all (304, 204). */
    record Rendered(int status, Content content, Map<String, String> headers) implements Answer {}

    static Answer ok(Object body) {
        return new Ok(body, Map.of());
    }

    static Answer refused(Refusal refusal) {
        return new Failed(Failure.of(refusal));
    }
}
