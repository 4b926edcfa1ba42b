package io.waybill.sync.status;

/**
 * A request to cancel that is to be sent.
 *
 * @param sends how often it was sent already
 */
record CancelWish(long orderId, String providerOrderId, int sends) {}
