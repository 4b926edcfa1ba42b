package io.waybill.provider;

import io.waybill.catalog.CheckoutField;
import java.math.BigDecimal;
import java.util.List;

/** One row of a provider's catalog. */
public sealed interface CatalogRow {
    String externalId();

    /**
     * A row that can be sold.
     *
     * @param price of one unit, in {@code currency}, positive
     * @param unit pieces in a unit, 1 or 1000
     */
    record Offer(
            String externalId,
            String slug,
            String name,
            String productName,
            String category,
            String description,
            BigDecimal price,
            String currency,
            int unit,
            int minQuantity,
            int maxQuantity,
            List<CheckoutField> fields,
            boolean inStock)
            implements CatalogRow {}

    /** A row that can't be read: left out, with the reason, and never stops an import. */
    record Skipped(String externalId, String reason) implements CatalogRow {}
}
