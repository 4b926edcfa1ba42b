package io.waybill.api.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next what the client gives as {@code after} to read on; null at the end
 */
public record Page<T>(List<T> rows, @Nullable String next) {
    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * @param found one row more than the limit, if there are more
     * @param cursor where a row stands in the list
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, ?> cursor) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), String.valueOf(cursor.apply(found.get(limit - 1))));
    }

    public <R> Page<R> map(Function<List<T>, List<R>> views) {
        return new Page<>(views.apply(rows), next);
    }

    /** {@code {"ok":true,"orders":[...],"has_more":false,"next":null}} under the plural of what is listed. */
    public Answer answer(String plural) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("ok", true);
        body.put(plural, rows);
        body.put("has_more", next != null);
        body.put("next", next);
        return Answer.ok(body);
    }
}
