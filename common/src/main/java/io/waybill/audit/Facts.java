package io.waybill.audit;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a thing is, by names: texts, whole numbers, booleans and lists of these; never a secret. Immutable. */
public final class Facts {
    public static final Facts NONE = new Facts(Map.of());

    private final Map<String, Object> values;

    private Facts(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** @param value null: there is nothing to say, which is not said */
    public static Facts of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    public Facts and(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new TreeMap<>(values);
        more.put(name, value);
        return new Facts(more);
    }

    /** Those that the others don't have, or have otherwise. */
    Facts unlike(Facts others) {
        Map<String, Object> different = new TreeMap<>(values);
        different.entrySet().removeIf(fact -> Objects.equals(fact.getValue(), others.values.get(fact.getKey())));
        return new Facts(different);
    }

    static Facts of(Map<String, Object> values) {
        return new Facts(values);
    }

    Map<String, Object> values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts facts && values.equals(facts.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
