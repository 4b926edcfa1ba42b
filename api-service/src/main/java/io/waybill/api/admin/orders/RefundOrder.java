package io.waybill.api.admin.orders;

import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import io.waybill.order.correction.CorrectOrders;
import io.waybill.order.correction.CorrectOrders.Correction;
import io.waybill.order.correction.CorrectOrders.Result;
import org.jspecify.annotations.Nullable;

/**
 * Refunds a part of a delivered order, or all of it, after its end; its status stays. Takes part in the caller's
 * transaction. Thread-safe.
 */
final class RefundOrder {
    /** The admin's own words stand in the audit log, not in the reseller's timeline. */
    private static final String TOLD = "Refunded by the store.";

    private final CorrectOrders correctOrders;

    RefundOrder(CorrectOrders correctOrders) {
        this.correctOrders = correctOrders;
    }

    /** @param expectedVersion null: whatever it is now */
    Done refund(Author author, long orderId, Usd amount, @Nullable Integer expectedVersion) {
        Result result = correctOrders.refund(new Correction(orderId, amount, author.actor(), TOLD, expectedVersion));
        return switch (result) {
            case Result.Refunded(Order order) -> refunded(author, order, amount);
            case Result.NotFound _ -> Done.refused(ErrorCode.ORDER_NOT_FOUND, "There is no order with this id.");
            case Result.VersionChanged(Order order) ->
                Done.refused(
                        ErrorCode.VERSION_CHANGED,
                        "The order has version " + order.version() + " by now: read it again.");
            case Result.NotDelivered(Order order) ->
                Done.refused(
                        ErrorCode.VALIDATION,
                        "The order is " + order.status().wire()
                                + ": only what was delivered is refunded here, see POST /failures/actions.");
            case Result.TooMuch(Order _, Usd left) ->
                Done.invalid("amount", "range", "only " + left + " of the charge are left to refund");
        };
    }

    private static Done refunded(Author author, Order order, Usd amount) {
        return Done.well(
                new Refunded(
                        true,
                        order.id(),
                        amount.toLongString(),
                        order.charged().toLongString(),
                        order.refunded().toLongString(),
                        order.version()),
                author.entry(
                        "order.correct",
                        "order:" + order.id(),
                        Facts.of("refunded", order.refunded().minus(amount).toLongString()),
                        Facts.of("refunded", order.refunded().toLongString())));
    }

    private record Refunded(
            boolean ok, long orderId, String amount, String chargedUsd, String refundedUsd, int version) {}
}
