package io.waybill.order.placing;

import io.waybill.catalog.Billing;
import io.waybill.catalog.Item;
import io.waybill.catalog.Source;
import io.waybill.catalog.StockCodes;
import io.waybill.money.DisplayRate;
import io.waybill.money.Usd;
import io.waybill.order.HoldReason;
import io.waybill.order.Order;
import io.waybill.order.OrderMessages;
import io.waybill.order.OrderStatus;
import io.waybill.outbox.Message;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that fits its item and the terms: only stock, cap and balance are still to be seen.
 *
 * @param quantity pieces to deliver and to charge
 * @param checkout values of the item's own fields
 * @param price what it costs, whoever pays
 */
record Draft(
        long orderId,
        OrderRequest request,
        Item item,
        int quantity,
        Map<String, String> checkout,
        Usd price,
        DisplayRate rate) {
    Draft {
        checkout = Map.copyOf(checkout);
    }

    long walletId() {
        return request.buyer().walletId();
    }

    boolean isPaidFromWallet() {
        return item.billing() == Billing.WALLET;
    }

    boolean comesFromStock() {
        return item.source() == Source.STOCK;
    }

    /** What the wallet is debited: nothing if the provider's account pays. */
    Usd charge() {
        return isPaidFromWallet() ? price : Usd.ZERO;
    }

    /** What the reseller is shown. */
    BigDecimal amount() {
        return rate.show(price);
    }

    StockCodes.Need need() {
        return new StockCodes.Need(orderId, item.id(), request.buyer().mode(), quantity);
    }

    OrderStatus firstStatus() {
        return switch (item.source()) {
            case STOCK -> OrderStatus.COMPLETED;
            case PROVIDER -> OrderStatus.PENDING;
            case MANUAL -> OrderStatus.ON_HOLD;
        };
    }

    @Nullable
    HoldReason firstHoldReason() {
        return item.source() == Source.MANUAL ? HoldReason.MANUAL : null;
    }

    @Nullable
    String firstHoldReasonWord() {
        HoldReason reason = firstHoldReason();
        return reason == null ? null : reason.wire();
    }

    /** The order as it was inserted. */
    Order placedAt(Instant at) {
        OrderStatus status = firstStatus();
        return new Order(
                orderId,
                request.buyer().accountId(),
                request.buyer().walletId(),
                request.buyer().mode(),
                item.id(),
                item.name(),
                item.source(),
                item.billing(),
                item.providerId(),
                item.externalId(),
                quantity,
                request.playerId(),
                checkout,
                request.externalRef(),
                charge(),
                Usd.ZERO,
                amount(),
                rate.currency(),
                status,
                firstHoldReason(),
                null,
                status == OrderStatus.PENDING ? at : null,
                0,
                1,
                at,
                at,
                status.isFinal() ? at : null);
    }

    /** What is told of the order once it is placed. */
    static List<Message> messages(Order placed) {
        return placed.status() == OrderStatus.PENDING
                ? List.of(OrderMessages.waiting(placed.id(), Objects.requireNonNull(placed.providerId())))
                : OrderMessages.changed(placed);
    }
}
