package io.waybill.api.admin.items;

import io.waybill.catalog.CheckoutField;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an owner says of an item; null: nothing.
 *
 * @param cost of a unit of an item that is not imported
 * @param ownColumns the columns that imports leave, in place of those up to now
 */
record ItemChange(
        Words words,
        Pricing pricing,
        @Nullable Usd cost,
        Buying buying,
        @Nullable Integer minQuantity,
        @Nullable Integer maxQuantity,
        @Nullable List<CheckoutField> fields,
        @Nullable Boolean active,
        @Nullable Set<String> ownColumns) {

    /** The columns that something is said of and that an import would write, price and margin excepted. */
    Set<String> columns() {
        Set<String> columns = new HashSet<>();
        note(columns, "name", words.name());
        note(columns, "product_name", words.productName());
        note(columns, "category", words.category());
        note(columns, "description", words.description());
        note(columns, "min_quantity", minQuantity);
        note(columns, "max_quantity", maxQuantity);
        note(columns, "fields", fields);
        return columns;
    }

    private static void note(Set<String> columns, String column, @Nullable Object said) {
        if (said != null) {
            columns.add(column);
        }
    }

    boolean isAboutPrice() {
        return !(pricing instanceof Pricing.Kept) || cost != null;
    }

    /** What is read about it. */
    record Words(
            @Nullable String name,
            @Nullable String productName,
            @Nullable String category,
            @Nullable String description) {}

    /** What is said of how an imported item is bought. */
    record Buying(@Nullable Boolean sellBelowCost, Patience patience) {
        boolean isSaid() {
            return sellBelowCost != null || patience instanceof Patience.For;
        }
    }

    /** What is said of how long an order may take at a provider that can't be asked. */
    sealed interface Patience {
        /** Nothing. */
        record Kept() implements Patience {}

        /** @param time null: as long as the sync worker's setting says */
        record For(@Nullable Duration time) implements Patience {}
    }

    /** What is said of its price. */
    sealed interface Pricing {
        /** Nothing. */
        record Kept() implements Pricing {}

        /** A price of one unit, in the display currency. */
        record Shown(BigDecimal price) implements Pricing {}

        /** A price of one unit. */
        record Dollars(Usd price) implements Pricing {}

        /** The price follows from the cost and the margin that it has. */
        record Ruled() implements Pricing {}

        /**
         * The price follows from the cost and this margin.
         *
         * @param marginPercent null: the provider's
         */
        record RuledBy(@Nullable BigDecimal marginPercent) implements Pricing {}
    }
}
