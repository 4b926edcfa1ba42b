package io.waybill.api.products;

import io.waybill.catalog.CheckoutField;
import io.waybill.catalog.Item;
import io.waybill.money.DisplayRate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An item as a reseller sees it: neither its cost nor its provider. */
record Product(
        long itemId,
        String slug,
        String name,
        String productName,
        String category,
        String description,
        String price,
        String currency,
        String source,
        String billing,
        boolean inStock,
        int minQuantity,
        int maxQuantity,
        String unit,
        List<CheckoutField> fields,
        Instant updatedAt) {

    /** @param rateSince when the rate came into force: the price has been this one only since then */
    static Product of(Item item, DisplayRate rate, Instant rateSince) {
        return new Product(
                item.id(),
                item.slug(),
                item.name(),
                item.productName(),
                item.category(),
                item.description(),
                rate.show(item.price().perUnit()).toPlainString(),
                rate.currency(),
                item.source().wire(),
                item.billing().wire(),
                item.available(),
                item.minQuantity(),
                item.maxQuantity(),
                Integer.toString(item.price().unit()),
                item.fields(),
                item.updatedAt().isAfter(rateSince) ? item.updatedAt() : rateSince);
    }

    boolean isOf(String wantedCategory) {
        return category.equalsIgnoreCase(wantedCategory);
    }

    boolean mentions(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        return List.of(name, productName, slug, category).stream()
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
