package io.waybill.api.admin.items;

import io.waybill.catalog.CheckoutField;
import io.waybill.catalog.Source;
import io.waybill.money.Margin;
import io.waybill.money.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item as its owner can change it.
 *
 * @param source fixed from the start, like the unit
 * @param unit pieces in a unit of price: 1 or 1000
 * @param ownColumns the columns of an imported item that were set by hand
 * @param rule the provider's margin; null unless it is imported
 */
record ItemState(
        Source source,
        int unit,
        Words words,
        ItemPrice price,
        Buying buying,
        int minQuantity,
        int maxQuantity,
        List<CheckoutField> fields,
        boolean active,
        Set<String> ownColumns,
        @Nullable Margin rule) {
    ItemState {
        fields = List.copyOf(fields);
        ownColumns = Set.copyOf(ownColumns);
    }

    boolean isImported() {
        return source == Source.PROVIDER;
    }

    ItemState with(Words others) {
        return new ItemState(
                source, unit, others, price, buying, minQuantity, maxQuantity, fields, active, ownColumns, rule);
    }

    /** What is read about it. */
    record Words(String name, String productName, String category, String description) {}

    /**
     * What it is sold for, by the unit.
     *
     * @param cost what it costs us, where known
     * @param marginPercent in place of the provider's; null = the provider's
     * @param own the price was set by hand, and imports leave it
     * @param pending a rise of the cost that waits for a person
     */
    record ItemPrice(
            Usd selling,
            @Nullable Usd cost,
            @Nullable BigDecimal marginPercent,
            boolean own,
            @Nullable PendingRise pending) {
        /** Of an item that is not imported: another price, and another cost if one is said. */
        ItemPrice at(Usd price, @Nullable Usd newCost) {
            return new ItemPrice(price, newCost == null ? cost : newCost, marginPercent, own, pending);
        }
    }

    /**
     * How it is bought from its provider.
     *
     * @param sellBelowCost also if it costs more than it was sold for
     * @param completeWithin how long an order may take at a provider that can't be asked; null = the sync worker's
     *     setting
     */
    record Buying(boolean sellBelowCost, @Nullable Duration completeWithin) {
        /** Of an item that nothing was said of. */
        static final Buying UNSAID = new Buying(false, null);
    }

    /**
     * A cost that rose so far that it waits for a person.
     *
     * @param selling the price that would follow
     */
    record PendingRise(Usd cost, Usd selling, Instant since) {}
}
