package io.waybill.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be bought.
 *
 * @param reference ours; sent along, and honoured by providers with {@link Capability#IDEMPOTENCY}
 * @param externalId the item's id at the provider
 */
public record Purchase(
        long orderId,
        String reference,
        String externalId,
        int quantity,
        @Nullable String playerId,
        Map<String, String> checkout) {
    public Purchase {
        checkout = Map.copyOf(checkout);
    }

    @Override
    public String toString() {
        return "Purchase[order=" + orderId + ", reference=" + reference + "]";
    }
}
