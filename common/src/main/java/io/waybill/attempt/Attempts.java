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
     * What a person has found out.
     *
     * @param providerOrderId what the provider calls the purchase, where that is known
     */
    record Ruling(long attemptId, boolean bought, @Nullable String providerOrderId) {}
}
