package io.waybill.order;

import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import io.waybill.secret.Sealed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a legal step means for the order it is taken by: the new values of its row, and where its money goes.
 *
 * @param dueIn when a worker may claim it, from now; null: it waits for none
 * @param retries added to those used up
 * @param delivery null: stays as it is
 * @param refund goes back to the wallet
 * @param sale is earned
 */
record OrderChange(
        Order order,
        OrderStatus to,
        @Nullable HoldReason holdReason,
        @Nullable FailureCode failureCode,
        @Nullable Duration dueIn,
        int retries,
        @Nullable Sealed delivery,
        Usd refund,
        Usd sale,
        @Nullable String note) {

    static OrderChange of(Order order, Step step) {
        OrderChange plain = new OrderChange(
                order, OrderTransitions.target(step), null, null, null, 0, null, Usd.ZERO, Usd.ZERO, null);
        return switch (step) {
            case Step.Claim _ -> plain;
            case Step.RetryLater retry ->
                plain.withDueIn(retry.dueIn()).withRetries(1).withNote(retry.note());
            case Step.PutBack back -> plain.withDueIn(back.dueIn()).withNote(back.note());
            case Step.Hold hold -> plain.withHold(hold.reason(), hold.dueIn()).withNote(hold.note());
            case Step.Accept accept -> plain.withNote(accept.note());
            case Step.Complete complete ->
                plain.withDelivery(complete.delivery())
                        .withMoney(Usd.ZERO, order.charged())
                        .withNote(complete.note());
            case Step.CompletePartly partly ->
                plain.withDelivery(partly.delivery())
                        .withMoney(partly.refund(), order.charged().minus(partly.refund()))
                        .withNote(partly.note());
            case Step.Fail fail ->
                plain.withFailure(fail.code())
                        .withMoney(order.charged(), Usd.ZERO)
                        .withNote(fail.note());
            case Step.Cancel cancel ->
                plain.withFailure(cancel.code())
                        .withMoney(order.charged(), Usd.ZERO)
                        .withNote(cancel.note());
        };
    }

    /** Where the money goes; nothing for an order that the provider's account pays. */
    List<Posting> postings() {
        List<Posting> postings = new ArrayList<>(2);
        if (refund.isPositive()) {
            postings.add(new Posting.Refund(order.walletId(), order.id(), refund));
        }
        if (sale.isPositive()) {
            postings.add(new Posting.Sale(order.id(), sale));
        }
        return postings;
    }

    @Nullable
    String holdReasonWord() {
        return holdReason == null ? null : holdReason.wire();
    }

    @Nullable
    String failureCodeWord() {
        return failureCode == null ? null : failureCode.wire();
    }

    @Nullable
    Long dueInMillis() {
        return dueIn == null ? null : (Long) dueIn.toMillis();
    }

    byte @Nullable [] deliveryBytes() {
        return delivery == null ? null : delivery.toBytes();
    }

    private OrderChange withDueIn(Duration value) {
        return new OrderChange(order, to, holdReason, failureCode, value, retries, delivery, refund, sale, note);
    }

    private OrderChange withRetries(int value) {
        return new OrderChange(order, to, holdReason, failureCode, dueIn, value, delivery, refund, sale, note);
    }

    private OrderChange withHold(HoldReason reason, @Nullable Duration resumesIn) {
        return new OrderChange(order, to, reason, failureCode, resumesIn, retries, delivery, refund, sale, note);
    }

    private OrderChange withFailure(@Nullable FailureCode code) {
        return new OrderChange(order, to, holdReason, code, dueIn, retries, delivery, refund, sale, note);
    }

    private OrderChange withDelivery(@Nullable Sealed value) {
        return new OrderChange(order, to, holdReason, failureCode, dueIn, retries, value, refund, sale, note);
    }

    private OrderChange withMoney(Usd refunded, Usd sold) {
        return new OrderChange(order, to, holdReason, failureCode, dueIn, retries, delivery, refunded, sold, note);
    }

    private OrderChange withNote(String value) {
        return new OrderChange(order, to, holdReason, failureCode, dueIn, retries, delivery, refund, sale, value);
    }
}
