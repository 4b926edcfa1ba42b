package io.waybill.provider.panel;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.RowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A product's custom checkout fields as a panel lists them.
 *
 * @param fault why they can't be used; then the product can't be sold either
 */
record PanelFields(List<CheckoutField> fields, @Nullable String fault) {
    private static final int MAX_FIELDS = 50;
    private static final int MAX_OPTIONS = 1_000;
    private static final int MAX_TEXT = 200;
    private static final Set<String> TYPES = Set.of("text", "number", "url", "email", "select");

    /** Characters, classes and escapes in a row, each repeated or not; no group, no alternative, no look-around. */
    private static final Pattern TAME = Pattern.compile("\\^?(?:"
            + "(?:\\[\\^?[A-Za-z0-9_@.:/ -]+\\]|\\\\[dws.+/-]|[A-Za-z0-9_@:/. -])"
            + "(?:[*+?]|\\{[0-9]{1,3}(?:,[0-9]{0,3})?\\})?"
            + ")*\\$?");

    private static final int MAX_REPETITIONS = 2;

    static PanelFields read(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return new PanelFields(List.of(), null);
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return new PanelFields(List.of(), "the checkout fields are no list");
        }
        Map<String, CheckoutField> fields = new TreeMap<>();
        List<CheckoutField> inOrder = new ArrayList<>();
        String fault = null;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            CheckoutField field = json.currentToken() == JsonToken.START_OBJECT ? field(json) : skip(json);
            if (field == null) {
                fault = "a checkout field can not be read";
            } else if (inOrder.size() >= MAX_FIELDS) {
                fault = "more than " + MAX_FIELDS + " checkout fields";
            } else if (fields.put(field.name(), field) != null) {
                fault = "two checkout fields have the same name";
            } else if (!field.name().equals("player_id")) {
                inOrder.add(field);
            }
        }
        return new PanelFields(inOrder, fault);
    }

    private static @Nullable CheckoutField skip(JsonParser json) {
        json.skipChildren();
        return null;
    }

    /** Reads to the end of the object; null if the field can't be used. */
    private static @Nullable CheckoutField field(JsonParser json) {
        Map<String, String> values = new TreeMap<>();
        List<String> options = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("options") && token == JsonToken.START_ARRAY) {
                options = options(json);
            } else if (Set.of("name", "label", "type", "required", "pattern").contains(name) && token.isScalarValue()) {
                values.put(name, Evidence.clean(json.getString()).strip());
            } else {
                json.skipChildren();
            }
        }
        String name = values.getOrDefault("name", "");
        if (!name.matches("[A-Za-z0-9_.-]{1,64}") || (options != null && options.size() > MAX_OPTIONS)) {
            return null;
        }
        String type = values.getOrDefault("type", "text");
        boolean required = !Set.of("false", "0").contains(values.getOrDefault("required", "true"));
        return new CheckoutField(
                name,
                RowValues.cut(values.getOrDefault("label", name), MAX_TEXT),
                TYPES.contains(type) ? type : "text",
                required,
                tamePattern(values.get("pattern")),
                options);
    }

    private static List<String> options(JsonParser json) {
        List<String> options = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken().isScalarValue() && options.size() <= MAX_OPTIONS) {
                options.add(RowValues.cut(Evidence.clean(json.getString()), MAX_TEXT));
            } else {
                json.skipChildren();
            }
        }
        return options;
    }

    /** A foreign expression is taken over only if it can't run long; the provider checks the value again anyway. */
    private static @Nullable String tamePattern(@Nullable String pattern) {
        if (pattern == null
                || pattern.length() > MAX_TEXT
                || !TAME.matcher(pattern).matches()) {
            return null;
        }
        long repetitions =
                pattern.chars().filter(c -> c == '*' || c == '+' || c == '{').count();
        return repetitions <= MAX_REPETITIONS && compiles(pattern) ? pattern : null;
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}
