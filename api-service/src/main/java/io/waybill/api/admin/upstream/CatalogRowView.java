package io.waybill.api.admin.upstream;

import org.jspecify.annotations.Nullable;

/**
 * A row of a provider's catalog as its owner's admin sees it.
 *
 * @param price what the provider takes for a unit, in {@code currency}
 * @param ourPrice what a unit is sold for here, or would be, in {@code ourCurrency}
 * @param imported whether there is an item of it
 * @param skipped why it can't be imported; null if it can
 */
public record CatalogRowView(
        String externalId,
        @Nullable String name,
        @Nullable String productName,
        @Nullable String category,
        @Nullable String price,
        @Nullable String currency,
        @Nullable String ourPrice,
        @Nullable String ourCurrency,
        @Nullable String ourPriceUsd,
        @Nullable String unit,
        @Nullable Integer minQuantity,
        @Nullable Integer maxQuantity,
        boolean inStock,
        boolean imported,
        @Nullable Long itemId,
        @Nullable Boolean active,
        @Nullable String skipped) {

    static CatalogRowView skipped(String externalId, String reason) {
        return new CatalogRowView(
                externalId,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                null,
                null,
                reason);
    }
}
