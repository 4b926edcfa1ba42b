package io.waybill.attempt;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of orders. They change only under their order's lock: whoever holds it sees them as they stay. Every
 * call takes part in the caller's transaction. Thread-safe.
 */
public interface Attempts {
    /** By order id, each order's oldest first; an order without an attempt is left out. */
    Map<Long, List<Attempt>> ofOrders(Collection<Long> orderIds);

    /**
     * Resolves attempts whose outcome is not known, as a person says; nothing that is being sent. Their orders must be
     * locked.
     *
     * @throws IllegalStateException if one of them is not unknown (any more)
     */
    void resolveUnknown(List<Ruling> rulings);

    /**
     * Opens a case for each purchase that the store bears the cost of, as its order has ended without it, or is about
     * to; one that was opened before stays as it is.
     */
    void recordLateSuccesses(List<LateSuccess> cases);

    /**
     * A purchase whose order ends without it.
     *
     * @param told goes on from "The order was failed": when what was known, or why
     */
    record LateSuccess(long attemptId, long orderId, String told) {}

    /**
     * What a person has found out.
     *
     * @param providerOrderId what the provider calls the purchase, where that is known
     */
    record Ruling(long attemptId, boolean bought, @Nullable String providerOrderId) {}
}
