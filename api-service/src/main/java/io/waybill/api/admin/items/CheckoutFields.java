package io.waybill.api.admin.items;

import io.waybill.api.input.Fields;
import io.waybill.catalog.CheckoutField;
import io.waybill.error.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the custom checkout fields of an item. For one thread. */
final class CheckoutFields {
    private static final int MAX_FIELDS = 30;
    private static final int MAX_WORD = 64;
    private static final int MAX_LABEL = 100;
    private static final int MAX_PATTERN = 200;
    private static final int MAX_OPTIONS = 200;
    private static final Set<String> TYPES = Set.of("text", "number", "url", "email", "select");

    private final Fields fields;

    CheckoutFields(Fields fields) {
        this.fields = fields;
    }

    /** Null if they were left out; what is wrong is told to the fields. */
    @Nullable
    List<CheckoutField> read(String name) {
        JsonNode list = fields.node(name);
        if (list == null) {
            return null;
        }
        if (!list.isArray() || list.size() > MAX_FIELDS) {
            fields.wrong(name, "type", "must be a list of at most " + MAX_FIELDS + " checkout fields");
            return null;
        }
        List<CheckoutField> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String path = name + "[" + i + "]";
            if (list.get(i) instanceof ObjectNode object) {
                CheckoutField field = field(path, new Fields(object));
                if (!names.add(field.name())) {
                    fields.wrong(path + ".name", "taken", "another field before has it");
                }
                read.add(field);
            } else {
                fields.wrong(path, "type", "must be an object");
            }
        }
        return read;
    }

    private CheckoutField field(String path, Fields said) {
        String name = said.required("name", said.text("name", MAX_WORD));
        if (name != null && !name.matches("(cf|smm)_[a-z0-9_]+")) {
            said.wrong("name", "format", "must begin with cf_ or smm_, then small letters, digits and _");
        }
        String label = said.required("label", said.text("label", MAX_LABEL));
        String type = said.text("type", MAX_WORD);
        if (type != null && !TYPES.contains(type)) {
            said.wrong("type", "unknown", "may be text, number, url, email and select");
        }
        Boolean required = said.bool("required");
        String pattern = said.text("pattern", MAX_PATTERN);
        if (pattern != null && !compiles(pattern)) {
            said.wrong("pattern", "format", "is no regular expression of Java");
        }
        List<String> options = said.list("options", MAX_OPTIONS, MAX_LABEL);
        if ("select".equals(type) == (options == null || options.isEmpty())) {
            said.wrong("options", "required", "is what a select takes, one at least, and no other type");
        }
        for (FieldError error : said.errors()) {
            fields.wrong(path + "." + error.field(), error.code(), error.message());
        }
        return new CheckoutField(
                name == null ? "" : name,
                label == null ? "" : label,
                type == null ? "text" : type,
                required == null || required,
                pattern,
                options == null || options.isEmpty() ? null : options);
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
