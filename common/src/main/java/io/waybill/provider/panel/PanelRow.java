package io.waybill.provider.panel;

import io.waybill.catalog.CheckoutField;
import io.waybill.provider.CatalogRow;
import io.waybill.provider.http.Evidence;
import io.waybill.provider.http.ProviderJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One product of a panel's list, read with a bounded number of values and turned into an offer, or into the reason why
 * not.
 */
final class PanelRow {
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal("1000000000");
    private static final int MAX_NAME = 300;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_REASON = 60;
    private static final int MAX_PIECES = 1_000_000;
    private static final int MAX_ID = 200;
    private static final int MAX_DIGITS = 9;
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

    private final Map<String, String> values = new HashMap<>();
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
        String id = row.text("item_id", "");
        if (!consists(id, '!', '~', MAX_ID)) {
            return new CatalogRow.Skipped(shown(id), "item_id is no number or short text");
        }
        try {
            return fault == null ? row.offer(id, listCurrency) : new CatalogRow.Skipped(id, fault);
        } catch (BadRow e) {
            return new CatalogRow.Skipped(id, e.reason);
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
            } else if (SCALARS.contains(name) && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                values.put(name, json.getString());
            } else if (SCALARS.contains(name) && token.isStructStart()) {
                fault = name + " is no plain value";
                json.skipChildren();
            } else {
                json.skipChildren();
            }
        }
        return fault;
    }

    private CatalogRow offer(String id, @Nullable String listCurrency) throws BadRow {
        String product = text("product_name", "");
        String name = text("name", product.isBlank() ? text("slug", "") : product);
        if (name.isBlank()) {
            throw new BadRow("no name");
        }
        int min = whole("min_quantity", 1);
        int max = most(whole("max_quantity", Math.max(1, min)));
        if (min < 1 || max < min) {
            throw new BadRow("quantities " + min + " to " + max);
        }
        return new CatalogRow.Offer(
                id,
                cut(text("slug", ""), MAX_NAME),
                cut(name, MAX_NAME),
                cut(product.isBlank() ? name : product, MAX_NAME),
                cut(text("category", ""), MAX_NAME),
                cut(text("description", ""), MAX_DESCRIPTION),
                price(),
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

    private BigDecimal price() throws BadRow {
        String text = text("price", "");
        BigDecimal price =
                ProviderJson.decimal(text).orElseThrow(() -> new BadRow("price " + shown(text) + " is no number"));
        if (price.signum() <= 0 || price.compareTo(HIGHEST_PRICE) > 0) {
            throw new BadRow("price " + shown(text) + " is not above 0 and at most " + HIGHEST_PRICE);
        }
        return price;
    }

    private String currency(@Nullable String listCurrency) throws BadRow {
        String currency =
                text("currency", listCurrency == null ? "" : listCurrency).toUpperCase(Locale.ROOT);
        if (currency.length() != 3 || !consists(currency, 'A', 'Z', 3)) {
            throw new BadRow("currency " + shown(currency) + " is no ISO 4217 code");
        }
        return currency;
    }

    private int unit() throws BadRow {
        int unit = whole("unit", 1);
        if (unit != 1 && unit != 1000) {
            throw new BadRow("unit " + unit + " is neither 1 nor 1000");
        }
        return unit;
    }

    private boolean inStock() throws BadRow {
        String text = text("in_stock", "true").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new BadRow("in_stock " + shown(text) + " is neither true nor false");
        };
    }

    private int whole(String name, int otherwise) throws BadRow {
        String text = text(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!consists(text, '0', '9', MAX_DIGITS)) {
            throw new BadRow(name + " " + shown(text) + " is no whole number");
        }
        return Integer.parseInt(text);
    }

    /**
     * Whether this is at least one and at most so many characters of a range; a pattern would cost more than the rest.
     */
    private static boolean consists(String text, char from, char to, int most) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < from || text.charAt(i) > to) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= most;
    }

    private String text(String name, String otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Evidence.clean(value).strip();
    }

    private static String shown(String text) {
        return cut(text, MAX_REASON);
    }

    static String cut(String text, int length) {
        return text.length() <= length
                ? text
                : Evidence.clean(text.substring(0, length)).strip();
    }

    /** Never leaves this class. */
    private static final class BadRow extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        BadRow(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
