package io.waybill.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to buy.
 *
 * @param price BDT for the item's unit
 * @param amount BDT for all of it
 * @param charge what the account pays
 * @param idempotencyKey the header that came with the order
 * @param externalRef the caller's own reference in the body
 * @param behaviour the word that chose what happens
 */
public record Wish(
        String account,
        String itemId,
        long quantity,
        String recipient,
        BigDecimal price,
        BigDecimal amount,
        Usd charge,
        @Nullable String idempotencyKey,
        @Nullable String externalRef,
        String behaviour) {}
