package io.waybill.api.input;

import io.waybill.api.http.RefusedException;
import io.waybill.error.FieldError;
import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the fields out of a JSON object one by one, and collects everything that is wrong with them, so that a client
 * hears it at once. A field that is null counts as left out. For one thread.
 */
public final class Fields {
    private static final int MAX_WARNINGS = 20;
    private static final int MAX_NAME_IN_WARNING = 64;
    private static final int MAX_WORD = 64;
    private static final int USD_DECIMALS = 6;

    private final ObjectNode object;
    private final Set<String> taken = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    public Fields(ObjectNode object) {
        this.object = object;
    }

    /** A text without control characters that PostgreSQL or a terminal would choke on. */
    public @Nullable String text(String name, int maxLength) {
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            wrong(name, "type", "must be a text");
            return null;
        }
        return checkedText(name, node.stringValue(), maxLength);
    }

    /** A whole number; {@code 1.0} is none. */
    public @Nullable Long integer(String name, long min, long max) {
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            wrong(name, "type", "must be a whole number");
            return null;
        }
        if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            wrong(name, "range", "must be from " + min + " to " + max);
            return null;
        }
        return node.longValue();
    }

    /** The value, and an error if the field was left out. */
    public <T> @Nullable T required(String name, @Nullable T value) {
        if (value == null && errors.stream().noneMatch(error -> error.field().equals(name))) {
            wrong(name, "required", "is required");
        }
        return value;
    }

    public @Nullable Boolean bool(String name) {
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            wrong(name, "type", "must be true or false");
            return null;
        }
        return node.booleanValue();
    }

    /** One of a closed set of words; {@code read} throws {@link IllegalArgumentException} for an unknown one. */
    public <T> @Nullable T word(String name, Function<String, T> read) {
        String text = text(name, MAX_WORD);
        return text == null ? null : asWord(name, text, read);
    }

    private <T> @Nullable T asWord(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException _) {
            wrong(name, "unknown", "is not known: " + shortened(text));
            return null;
        }
    }

    /** An amount in US dollars as a decimal text with at most six decimals, e.g. {@code "10.25"}. */
    public @Nullable Usd usd(String name, Usd min, Usd max) {
        BigDecimal amount = decimal(name, USD_DECIMALS);
        if (amount == null) {
            return null;
        }
        Usd usd = amount.compareTo(max.toBigDecimal()) > 0 ? null : Usd.of(amount);
        if (usd == null || usd.isLessThan(min)) {
            wrong(name, "range", "must be from " + min + " to " + max);
            return null;
        }
        return usd;
    }

    /** A length of time: a text such as {@code "2s"} or {@code "7d"}, or a number of seconds. */
    public @Nullable Duration duration(String name, Duration shortest, Duration longest) {
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        String text = node.isString() ? node.stringValue() : node.isNumber() ? node.asString() + "s" : "";
        Optional<Duration> time = Durations.parse(text);
        if (time.isEmpty()) {
            wrong(name, "format", "must be a time such as \"500ms\", \"2s\", \"6h\" or \"7d\", or a number of seconds");
            return null;
        }
        if (time.get().compareTo(shortest) < 0 || time.get().compareTo(longest) > 0) {
            wrong(name, "range", "must be from " + bound(shortest) + " to " + bound(longest));
            return null;
        }
        return time.get();
    }

    private static String bound(Duration time) {
        return time.toDays() > 0 ? time.toDays() + "d" : Durations.shown(time);
    }

    /** A number as a decimal text, neither negative nor with more than so many decimals. */
    public @Nullable BigDecimal decimal(String name, int decimals) {
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            wrong(name, "type", "must be a decimal in quotes, e.g. \"123.00\"");
            return null;
        }
        String text = node.stringValue();
        if (!text.matches("[0-9]{1,18}(\\.[0-9]{1," + decimals + "})?")) {
            wrong(name, "format", "must be a decimal with at most " + decimals + " decimals, e.g. \"123.00\"");
            return null;
        }
        return new BigDecimal(text);
    }

    /** A list of texts; null if it was left out. */
    public @Nullable List<String> list(String name, int maxEntries, int maxLength) {
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isArray()) {
            wrong(name, "type", "must be a list");
            return null;
        }
        if (node.size() > maxEntries) {
            wrong(name, "too_long", "may have at most " + maxEntries + " entries");
            return null;
        }
        List<String> values = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            if (!element.isString()) {
                wrong(name, "type", "must be a list of texts");
                return null;
            }
            String value = checkedText(name, element.stringValue(), maxLength);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** Whether the field is there, be it null: {@code {"cap":null}} takes a cap away, leaving it out keeps it. */
    public boolean has(String name) {
        taken.add(name);
        return object.has(name);
    }

    /** The node itself, for what has a form of its own. */
    public @Nullable JsonNode node(String name) {
        return take(name);
    }

    /** An amount as a decimal text with at most two decimals, e.g. {@code "123.00"}. */
    public @Nullable BigDecimal money(String name) {
        return decimal(name, 2);
    }

    /** An object of texts; numbers and booleans are taken as the text that they are. */
    public Map<String, String> texts(String name, int maxEntries, int maxLength) {
        JsonNode node = take(name);
        if (node == null) {
            return Map.of();
        }
        if (!(node instanceof ObjectNode texts)) {
            wrong(name, "type", "must be an object");
            return Map.of();
        }
        if (texts.size() > maxEntries) {
            wrong(name, "too_long", "may have at most " + maxEntries + " fields");
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        texts.propertyStream().forEach(entry -> {
            String field = name + "." + shortened(entry.getKey());
            Optional.ofNullable(scalar(field, entry.getValue(), maxLength))
                    .filter(_ -> checkedText(field, entry.getKey(), MAX_NAME_IN_WARNING) != null)
                    .ifPresent(value -> values.put(entry.getKey(), value));
        });
        return values;
    }

    private @Nullable String scalar(String field, JsonNode value, int maxLength) {
        if (value.isNull()) {
            return null;
        }
        if (value.isString()) {
            return checkedText(field, value.stringValue(), maxLength);
        }
        if (value.isNumber()) {
            return checkedText(field, value.asString(), maxLength);
        }
        if (!value.isBoolean()) {
            wrong(field, "type", "must be a text or a number");
            return null;
        }
        return value.asString();
    }

    private @Nullable String checkedText(String field, String text, int maxLength) {
        if (text.codePointCount(0, text.length()) > maxLength) {
            wrong(field, "too_long", "may have at most " + maxLength + " characters");
            return null;
        }
        if (!Texts.isClean(text)) {
            wrong(field, "format", "has control characters or broken Unicode");
            return null;
        }
        return text;
    }

    private @Nullable JsonNode take(String name) {
        taken.add(name);
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /** Something is wrong that only the caller can tell. */
    public void wrong(String field, String code, String message) {
        errors.add(new FieldError(field, code, message));
    }

    /** What is wrong so far. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** @throws RefusedException 400 if anything is wrong */
    public void requireNoErrors() {
        if (!errors.isEmpty()) {
            throw new RefusedException(Refusal.invalid(errors));
        }
    }

    /** One warning for each field that nobody took. */
    public List<String> warnings() {
        return object.propertyNames().stream()
                .filter(name -> !taken.contains(name))
                .limit(MAX_WARNINGS)
                .map(name -> "unknown field " + shortened(name))
                .toList();
    }

    private static String shortened(String name) {
        return Texts.cleaned(
                name.length() <= MAX_NAME_IN_WARNING ? name : name.substring(0, MAX_NAME_IN_WARNING) + "…");
    }
}
