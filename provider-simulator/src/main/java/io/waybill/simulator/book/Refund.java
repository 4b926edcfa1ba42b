package io.waybill.simulator.book;

import java.time.Instant;

/**
 * Money that came back for a purchase; at most once for each.
 *
 * @param canceled the whole purchase was called off by its buyer
 */
public record Refund(Instant at, long orderId, Usd amount, boolean canceled) implements Entry {}
