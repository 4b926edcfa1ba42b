package io.waybill.order.placing;

import io.waybill.account.Mode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reseller asks for: parsed and well-formed, not yet checked against the item, its price, stock or the wallet.
 *
 * @param buyer who asks
 * @param checkout values of custom checkout fields by name
 * @param expectedPrice refuse if one unit costs more now, in the display currency
 * @param idempotencyKey makes a repeat safe; null: each request is its own
 * @param reorderOf the failed order that this one is placed for, by the store itself; null: a reseller asks
 */
public record OrderRequest(
        Buyer buyer,
        long itemId,
        int quantity,
        @Nullable String playerId,
        Map<String, String> checkout,
        @Nullable String externalRef,
        @Nullable BigDecimal expectedPrice,
        @Nullable String idempotencyKey,
        @Nullable Long reorderOf) {
    public OrderRequest {
        checkout = Map.copyOf(checkout);
    }

    /** What a reseller asks for. */
    public OrderRequest(
            Buyer buyer,
            long itemId,
            int quantity,
            @Nullable String playerId,
            Map<String, String> checkout,
            @Nullable String externalRef,
            @Nullable BigDecimal expectedPrice,
            @Nullable String idempotencyKey) {
        this(buyer, itemId, quantity, playerId, checkout, externalRef, expectedPrice, idempotencyKey, null);
    }

    /** The account, in one mode, that an order belongs to, and the key it came with. */
    public record Buyer(long accountId, long walletId, Mode mode, long apiKeyId) {}
}
