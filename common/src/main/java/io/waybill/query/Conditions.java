package io.waybill.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a list, only those that are asked for, so that each combination gets the plan that fits it. The
 * texts are constants of whoever writes the statement; what a client says goes into parameters. For one thread.
 */
public final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final Map<String, Object> parameters = new HashMap<>();

    /**
     * @param condition in SQL, with {@code :name} for the value
     * @param value null: there is no such condition
     */
    public Conditions and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            and(condition);
            parameters.put(name, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
        return this;
    }

    /** A condition without a value. */
    public Conditions and(String condition) {
        sql.append("   and ").append(condition).append('\n');
        return this;
    }

    /** The clause {@code where}, with a line for each condition; empty without any. */
    public String where() {
        return sql.isEmpty() ? "" : " where " + sql.substring("   and ".length());
    }

    /** The lines of conditions that follow a first one. */
    public String more() {
        return sql.toString();
    }

    public Map<String, Object> parameters() {
        return Map.copyOf(parameters);
    }
}
