package io.waybill.api.admin.items;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.waybill.api.input.Durations;
import io.waybill.catalog.CheckoutField;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as its owner sees it.
 *
 * @param ok true in an answer about it alone, left out in lists
 * @param price of one unit, in the display currency, as resellers see it
 * @param pendingRise a rise of the cost that waits for a person; null if none does
 * @param ownPrice the price was set by hand, and imports leave it
 * @param sellBelowCost whether it may be sold for less than it costs, and is bought all the same
 * @param completeWithin how long an order may take at a provider that can't be asked, as {@link Durations} shows it;
 *     null: as the sync worker's setting says
 * @param ownFields what else was set by hand, and imports leave
 * @param inStock whether there is anything to sell: a free code, or the provider's word
 * @param codesFree live codes that nobody has bought; at most {@link JdbcAdminItems#MAX_COUNTED} in lists, null unless
 *     it is sold from stock
 */
record ItemView(
        @JsonInclude(Include.NON_NULL) @Nullable Boolean ok,
        long itemId,
        String slug,
        String name,
        String productName,
        String category,
        String description,
        String source,
        String billing,
        String price,
        String currency,
        String priceUsd,
        @Nullable String costUsd,
        @Nullable String marginPercent,
        boolean ownPrice,
        @Nullable PendingRise pendingRise,
        boolean sellBelowCost,
        @Nullable String completeWithin,
        String unit,
        int minQuantity,
        int maxQuantity,
        List<CheckoutField> fields,
        List<String> ownFields,
        boolean active,
        boolean available,
        boolean inStock,
        @Nullable Long codesFree,
        @Nullable Long testCodesFree,
        @Nullable Long providerId,
        @Nullable String provider,
        @Nullable String externalId,
        @Nullable Instant removedAt,
        Instant createdAt,
        Instant updatedAt) {

    /** What the provider takes now, and the price that would follow. */
    record PendingRise(String costUsd, String priceUsd, String price, Instant since) {}
}
