package io.waybill.fulfillment.settle;

import io.waybill.provider.Outcome;

/**
 * A sending of a purchase that has come to its end.
 *
 * @param send which sending of the attempt's reference, from 1
 */
public record Finished(long orderId, long attemptId, int send, Outcome outcome) {}
