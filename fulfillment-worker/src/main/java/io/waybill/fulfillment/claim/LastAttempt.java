package io.waybill.fulfillment.claim;

import io.waybill.attempt.AttemptState;

/**
 * The newest attempt of an order.
 *
 * @param idempotent its provider honours our reference
 */
record LastAttempt(
        long orderId,
        long attemptId,
        int number,
        AttemptState state,
        String reference,
        int sends,
        boolean idempotent) {}
