package io.waybill.order.remedy;

import io.waybill.error.Refusal;
import io.waybill.money.Usd;
import io.waybill.order.Order;
import org.jspecify.annotations.Nullable;

/** What a remedy has done to one order, or would do. */
public sealed interface Remedied {
    long orderId();

    /**
     * It is done.
     *
     * @param before as it stood
     * @param after as it stands now; the same for one that was ordered anew, and for a plan
     * @param amount what was refunded, is tried again, completed, or charged anew
     * @param newOrder the order that was placed anew
     */
    record Done(
            Order before, Order after, Usd amount, @Nullable Order newOrder) implements Remedied {
        @Override
        public long orderId() {
            return before.id();
        }
    }

    /**
     * The remedy is not for this order; nothing happened.
     *
     * @param reorderedAs the order that was placed anew for it before
     */
    record Skipped(
            long orderId, Objection objection, @Nullable Long reorderedAs) implements Remedied {}

    /** It was not to be had; nothing happened. */
    record Failed(long orderId, Refusal refusal) implements Remedied {}
}
