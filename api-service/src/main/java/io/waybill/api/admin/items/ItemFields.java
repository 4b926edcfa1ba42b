package io.waybill.api.admin.items;

import io.waybill.api.admin.items.ItemChange.Patience;
import io.waybill.api.admin.items.ItemChange.Pricing;
import io.waybill.api.input.Fields;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an owner says of an item. For one thread. */
final class ItemFields {
    /** The columns that imports leave once they were set by hand. */
    static final Set<String> OWNABLE =
            Set.of("name", "product_name", "category", "description", "fields", "min_quantity", "max_quantity");

    private static final int MAX_NAME = 200;
    private static final int MAX_CATEGORY = 100;
    private static final int MAX_DESCRIPTION = 4_000;
    private static final int MAX_QUANTITY = 1_000_000_000;
    private static final BigDecimal MAX_MARGIN = BigDecimal.valueOf(10_000);
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofDays(366);
    private static final Usd LOWEST = Usd.ofMicros(1);
    private static final Usd HIGHEST = Usd.ofMicros(1_000_000_000_000_000L);

    private final Fields fields;

    ItemFields(Fields fields) {
        this.fields = fields;
    }

    /** What is wrong is told to the fields. */
    ItemChange read() {
        return new ItemChange(
                new ItemChange.Words(
                        notBlank("name", MAX_NAME),
                        notBlank("product_name", MAX_NAME),
                        notBlank("category", MAX_CATEGORY),
                        fields.text("description", MAX_DESCRIPTION)),
                pricing(),
                fields.usd("cost_usd", Usd.ZERO, HIGHEST),
                new ItemChange.Buying(fields.bool("sell_below_cost"), patience()),
                quantity("min_quantity"),
                quantity("max_quantity"),
                new CheckoutFields(fields).read("fields"),
                fields.bool("active"),
                ownColumns());
    }

    private @Nullable String notBlank(String name, int maxLength) {
        String text = fields.text(name, maxLength);
        if (text != null && text.isBlank()) {
            fields.wrong(name, "required", "must not be blank");
        }
        return text == null ? null : text.strip();
    }

    private @Nullable Integer quantity(String name) {
        Long quantity = fields.integer(name, 1, MAX_QUANTITY);
        return quantity == null ? null : quantity.intValue();
    }

    private Patience patience() {
        return fields.has("complete_within")
                ? new Patience.For(fields.duration("complete_within", SHORTEST_PATIENCE, LONGEST_PATIENCE))
                : new Patience.Kept();
    }

    private Pricing pricing() {
        BigDecimal shown = fields.money("price");
        Usd dollars = fields.usd("price_usd", LOWEST, HIGHEST);
        BigDecimal margin = margin();
        boolean priceGivenBack = fields.has("price") && fields.node("price") == null;
        boolean byMargin = fields.has("margin_percent");
        if ((shown != null && dollars != null) || (byMargin && (shown != null || dollars != null))) {
            fields.wrong("price", "ambiguous", "say one of price, price_usd and margin_percent");
        }
        if (shown != null) {
            return new Pricing.Shown(shown);
        }
        if (dollars != null) {
            return new Pricing.Dollars(dollars);
        }
        if (byMargin) {
            return new Pricing.RuledBy(margin);
        }
        return priceGivenBack ? new Pricing.Ruled() : new Pricing.Kept();
    }

    private @Nullable BigDecimal margin() {
        JsonNode node = fields.node("margin_percent");
        if (node != null && node.isString() && node.stringValue().startsWith("-")) {
            fields.wrong("margin_percent", "range", "must not be negative: that would sell below cost");
            return null;
        }
        BigDecimal margin = fields.decimal("margin_percent", 2);
        if (margin != null && margin.compareTo(MAX_MARGIN) > 0) {
            fields.wrong("margin_percent", "range", "must be at most " + MAX_MARGIN);
        }
        return margin == null ? null : margin.setScale(2);
    }

    private @Nullable Set<String> ownColumns() {
        List<String> names = fields.list("own_fields", OWNABLE.size(), MAX_CATEGORY);
        if (names != null && !OWNABLE.containsAll(names)) {
            fields.wrong(
                    "own_fields",
                    "unknown",
                    "may hold " + String.join(", ", OWNABLE.stream().sorted().toList()));
        }
        return names == null ? null : Set.copyOf(names);
    }
}
