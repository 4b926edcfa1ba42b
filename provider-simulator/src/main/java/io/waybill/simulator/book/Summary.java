package io.waybill.simulator.book;

import java.util.Map;

/**
 * The book in figures, of one moment.
 *
 * @param distinctReferences how many different references the purchases carry
 * @param withoutReference how many purchases carry none
 * @param recipientsBoughtMoreThanOnce purchases by recipient, where there are several
 * @param referencesBoughtMoreThanOnce purchases by reference, where there are several: a store that sends references
 *     must never cause one
 * @param spent the sum of all charges
 * @param balances by account
 */
public record Summary(
        long purchases,
        long distinctReferences,
        long withoutReference,
        long distinctRecipients,
        Map<String, Integer> recipientsBoughtMoreThanOnce,
        Map<String, Integer> referencesBoughtMoreThanOnce,
        Usd spent,
        Map<String, Usd> balances) {}
