package io.waybill.provider.smm;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.http.RowValues;
import io.waybill.provider.http.RowValues.BadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One service of a panel's list, turned into an offer, or into the reason why not. Its type says what an order must
 * tell; a type whose orders need lists of lines, or are bought over and over, can't be sold here, nor can one that
 * nobody knows.
 */
final class SmmService {
    private static final int MAX_NAME = 300;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_TYPE = 60;
    private static final int MOST_PIECES = 999_999_999;
    private static final Set<String> VALUES =
            Set.of("service", "name", "type", "category", "rate", "min", "max", "desc", "description");

    /** The name and label of what is told besides a link and a quantity. */
    private static final Map<String, List<CheckoutField>> FIELDS = Map.of(
            "default", List.of(),
            "mentions user followers", List.of(field("smm_username", "Username", "text")),
            "comment likes", List.of(field("smm_username", "Username of the comment", "text")),
            "mentions hashtag", List.of(field("smm_hashtag", "Hashtag", "text")),
            "mentions media likers", List.of(field("smm_media", "Media link", "text")),
            "poll", List.of(field("smm_answer_number", "Number of the answer", "number")));

    private static final String PACKAGE = "package";

    private SmmService() {}

    /** Reads the value that the parser stands on, whatever it is, to its end. */
    static CatalogRow read(JsonParser json, String currency) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new CatalogRow.Skipped("", "no JSON object");
        }
        RowValues values = new RowValues();
        String fault = gather(json, values);
        String id = values.text("service", "");
        if (!RowValues.isId(id)) {
            return new CatalogRow.Skipped(RowValues.shown(id), "service is no number or short text");
        }
        try {
            return fault == null ? offer(id, values, currency) : new CatalogRow.Skipped(id, fault);
        } catch (BadRow e) {
            return new CatalogRow.Skipped(id, e.reason());
        }
    }

    private static @Nullable String gather(JsonParser json, RowValues values) {
        String fault = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (!values.take(name, json.nextToken(), json, VALUES)) {
                fault = name + " is no plain value";
            }
        }
        return fault;
    }

    private static CatalogRow offer(String id, RowValues values, String currency) throws BadRow {
        String name = values.text("name", "");
        if (name.isBlank()) {
            throw new BadRow("no name");
        }
        String type = values.text("type", "").toLowerCase(Locale.ROOT);
        boolean whole = type.equals(PACKAGE);
        int min = whole ? 1 : values.whole("min", -1);
        int max = whole ? 1 : values.atMost("max", MOST_PIECES);
        if (min < 1 || max < min) {
            throw new BadRow("quantities " + min + " to " + max);
        }
        return new CatalogRow.Offer(
                id,
                "",
                RowValues.cut(name, MAX_NAME),
                RowValues.cut(name, MAX_NAME),
                RowValues.cut(values.text("category", ""), MAX_NAME),
                RowValues.cut(values.text("description", values.text("desc", "")), MAX_DESCRIPTION),
                values.price("rate"),
                currency,
                whole ? 1 : 1000,
                min,
                max,
                fields(type),
                true);
    }

    private static List<CheckoutField> fields(String type) throws BadRow {
        List<CheckoutField> fields = new ArrayList<>();
        fields.add(field(SmmForm.LINK, "Link", "text"));
        if (type.equals(PACKAGE)) {
            return fields;
        }
        List<CheckoutField> more = FIELDS.get(type);
        if (more == null) {
            throw new BadRow("the type " + RowValues.cut(type, MAX_TYPE) + " can't be sold here");
        }
        fields.add(field(SmmForm.PIECES, "Quantity", "number"));
        fields.addAll(more);
        return fields;
    }

    private static CheckoutField field(String name, String label, String type) {
        return new CheckoutField(name, label, type, true, null, null);
    }
}
