package io.waybill.order.canceling;

import java.util.Collection;
import java.util.Set;

/**
 * Requests to call off orders that a provider has. The sync worker passes them on, and an order is canceled and
 * refunded only when its provider confirms. Thread-safe; each method is a statement or two of its own, or part of the
 * caller's transaction.
 */
public interface CancelRequests {
    /** Records a request, once: a repeat changes nothing. */
    Reception request(long orderId);

    /** Those of the orders that have a request without a definite answer. */
    Set<Long> openAmong(Collection<Long> orderIds);

    /** What became of a request. */
    enum Reception {
        /** It will be passed on, or has been. */
        OPEN,
        /** The order is not in progress at a provider, or not any more. */
        NOT_IN_PROGRESS,
        /** The provider takes no such requests. */
        NOT_OFFERED,
        /** The provider has refused it before. */
        REFUSED
    }
}
