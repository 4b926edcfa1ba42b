package io.waybill.catalog;

import io.waybill.money.Price;
import io.waybill.money.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something for sale, as the {@code item} table has it.
 *
 * @param price selling price of one unit
 * @param cost what the provider takes for one unit, where known
 * @param fields custom checkout fields; empty = a {@code player_id} is required
 * @param active false: can't be ordered and isn't shown
 * @param available whether there is anything to sell: the provider's word, or whether a code is free
 * @param providerId the provider it is bought from, with its id there; null for stock and manual items
 */
public record Item(
        long id,
        String slug,
        String name,
        String productName,
        String category,
        String description,
        Source source,
        Billing billing,
        Price price,
        @Nullable Usd cost,
        int minQuantity,
        int maxQuantity,
        List<CheckoutField> fields,
        boolean active,
        boolean available,
        @Nullable Long providerId,
        @Nullable String externalId,
        Instant updatedAt) {
    public Item {
        fields = List.copyOf(fields);
    }
}
