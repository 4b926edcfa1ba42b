package io.waybill.api.admin.orders;

import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import io.waybill.order.correction.CorrectOrders;
import io.waybill.order.correction.CorrectOrders.Correction;
import io.waybill.order.correction.CorrectOrders.Result;
import java.util.Map;
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
            case Result.Refunded done -> refunded(author, done, amount);
            case Result.NotFound _ -> Done.refused(ErrorCode.ORDER_NOT_FOUND, "There is no order with this id.");
            case Result.VersionChanged(Order order) ->
                Done.refused(
                        ErrorCode.VERSION_CHANGED,
                        "The order has version " + order.version() + " by now: read it again.");
            case Result.NotCharged(Order order) ->
                refused(
                        order,
                        Usd.ZERO,
                        "The provider's account pays for this order: no wallet was charged, and there is nothing to"
                                + " refund here.");
            case Result.NotDelivered(Order order) -> refused(order, Usd.ZERO, notDelivered(order));
            case Result.TooMuch(Order order, Usd left) -> tooMuch(order, left);
        };
    }

    private static String notDelivered(Order order) {
        return switch (order.status()) {
            case FAILED -> "The order failed, and was refunded in full then: nothing of its charge is left.";
            case CANCELED -> "The order was canceled, and refunded in full then: nothing of its charge is left.";
            case PENDING, PROCESSING, IN_PROGRESS, ON_HOLD, COMPLETED, PARTIAL ->
                "The order is " + order.status().wire()
                        + ": only what was delivered is refunded here, see POST /failures/actions.";
        };
    }

    private static Done tooMuch(Order order, Usd left) {
        String message = left.isPositive()
                ? "only " + left + " of the charge are left to refund"
                : "the whole charge was refunded already";
        Refusal refusal = Refusal.invalid("amount", "range", message);
        return new Done.Refused(
                new Refusal(refusal.code(), refusal.message(), refusal.errors(), figures(order, left), null));
    }

    private static Done refused(Order order, Usd refundable, String message) {
        return new Done.Refused(Refusal.of(ErrorCode.VALIDATION, message, figures(order, refundable)));
    }

    private static Map<String, String> figures(Order order, Usd refundable) {
        return Map.of(
                "charged", order.charged().toShortString(),
                "refunded", order.refunded().toShortString(),
                "refundable", refundable.toShortString());
    }

    private static Done refunded(Author author, Result.Refunded done, Usd amount) {
        Order order = done.order();
        String balanceAfter = done.balanceAfter().toLongString();
        return Done.well(
                new Refunded(
                        true,
                        order.id(),
                        amount.toLongString(),
                        order.charged().toLongString(),
                        order.refunded().toLongString(),
                        balanceAfter,
                        order.version()),
                author.entry(
                        "order.correct",
                        "order:" + order.id(),
                        Facts.of("refunded", order.refunded().minus(amount).toLongString()),
                        Facts.of("refunded", order.refunded().toLongString())
                                .and("amount", amount.toLongString())
                                .and("balance_after", balanceAfter)));
    }

    private record Refunded(
            boolean ok,
            long orderId,
            String amount,
            String chargedUsd,
            String refundedUsd,
            String balanceAfter,
            int version) {}
}
