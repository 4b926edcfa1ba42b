package io.waybill.attempt;

/**
 * A purchase that was tried for an order.
 *
 * @param number of the order's attempts, from 1
 */
public record Attempt(long id, long orderId, int number, AttemptState state) {}
