package io.waybill.provider.panel;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.http.RowValues;
import io.waybill.provider.http.RowValues.BadRow;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One product of a panel's list, read with a bounded number of values and turned into an offer, or into the reason why
 * not.
 */
final class PanelRow {
    private static final int MAX_NAME = 300;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_PIECES = 1_000_000;
    private static final Set<String> SCALARS = Set.of(
            "item_id",
            "slug",
            "name",
            "product_name",
            "category",
            "description",
            "price",
            "currency",
            "unit",
            "min_quantity",
            "max_quantity",
            "in_stock");

    private final RowValues values = new RowValues();
    private List<CheckoutField> fields = List.of();

    private PanelRow() {}

    /** Reads the value that the parser stands on, whatever it is, to its end. */
    static CatalogRow read(JsonParser json, @Nullable String listCurrency) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new CatalogRow.Skipped("", "no JSON object");
        }
        PanelRow row = new PanelRow();
        String fault = row.gather(json);
        String id = row.values.text("item_id", "");
        if (!RowValues.isId(id)) {
            return new CatalogRow.Skipped(RowValues.shown(id), "item_id is no number or short text");
        }
        try {
            return fault == null ? row.offer(id, listCurrency) : new CatalogRow.Skipped(id, fault);
        } catch (BadRow e) {
            return new CatalogRow.Skipped(id, e.reason());
        }
    }

    /** Takes up the values that are known by name; answers what is wrong with them, if anything. */
    private @Nullable String gather(JsonParser json) {
        String fault = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("fields") || name.equals("checkout_fields")) {
                PanelFields read = PanelFields.read(json);
                fields = read.fields();
                fault = read.fault() == null ? fault : read.fault();
            } else if (!values.take(name, token, json, SCALARS)) {
                fault = name + " is no plain value";
            }
        }
        return fault;
    }

    private CatalogRow offer(String id, @Nullable String listCurrency) throws BadRow {
        String product = values.text("product_name", "");
        String name = values.text("name", product.isBlank() ? values.text("slug", "") : product);
        if (name.isBlank()) {
            throw new BadRow("no name");
        }
        int min = values.whole("min_quantity", 1);
        int max = most(values.whole("max_quantity", Math.max(1, min)));
        if (min < 1 || max < min) {
            throw new BadRow("quantities " + min + " to " + max);
        }
        return new CatalogRow.Offer(
                id,
                RowValues.cut(values.text("slug", ""), MAX_NAME),
                RowValues.cut(name, MAX_NAME),
                RowValues.cut(product.isBlank() ? name : product, MAX_NAME),
                RowValues.cut(values.text("category", ""), MAX_NAME),
                RowValues.cut(values.text("description", ""), MAX_DESCRIPTION),
                values.price("price"),
                currency(listCurrency),
                unit(),
                min,
                max,
                fields,
                inStock());
    }

    /** A most of 1 is the number of orders where the pieces stand in the checkout, and says nothing of the pieces. */
    private int most(int quantity) {
        boolean piecesInCheckout =
                fields.stream().anyMatch(field -> field.name().equals(PanelProvider.PIECES));
        return piecesInCheckout && quantity <= 1 ? MAX_PIECES : quantity;
    }

    private String currency(@Nullable String listCurrency) throws BadRow {
        String currency = values.text("currency", listCurrency == null ? "" : listCurrency)
                .toUpperCase(Locale.ROOT);
        if (currency.length() != 3 || !RowValues.consists(currency, 'A', 'Z', 3)) {
            throw new BadRow("currency " + RowValues.shown(currency) + " is no ISO 4217 code");
        }
        return currency;
    }

    private int unit() throws BadRow {
        int unit = values.whole("unit", 1);
        if (unit != 1 && unit != 1000) {
            throw new BadRow("unit " + unit + " is neither 1 nor 1000");
        }
        return unit;
    }

    private boolean inStock() throws BadRow {
        String text = values.text("in_stock", "true").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new BadRow("in_stock " + RowValues.shown(text) + " is neither true nor false");
        };
    }
}
