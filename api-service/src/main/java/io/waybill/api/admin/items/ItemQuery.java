package io.waybill.api.admin.items;

import io.waybill.catalog.Source;
import org.jspecify.annotations.Nullable;

/**
 * Which items are asked for; null: any.
 *
 * @param words to be found in name, product, slug or external id, in any case
 * @param priceChanged whether a rise of the cost waits
 * @param before with a lower id
 */
record ItemQuery(
        @Nullable Long providerId,
        @Nullable Source source,
        @Nullable Boolean active,
        @Nullable String category,
        @Nullable String words,
        @Nullable Boolean priceChanged,
        long before,
        int limit) {}
