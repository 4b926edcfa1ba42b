package io.waybill.order.remedy;

import io.waybill.attempt.Attempt;
import io.waybill.attempt.AttemptState;
import io.waybill.order.Order;
import io.waybill.order.placing.OrderRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands when a remedy is thought of, with what was tried for it.
 *
 * @param apiKeyId the key that it was ordered with
 * @param reorderedAs the order that was placed anew for it
 * @param lateSuccess the provider has sold it after it had failed
 * @param overpriced the guard on prices would not let it be bought
 */
record Standing(
        Order order,
        long apiKeyId,
        @Nullable Long reorderedAs,
        boolean lateSuccess,
        boolean overpriced,
        List<Attempt> attempts) {
    Standing {
        attempts = List.copyOf(attempts);
    }

    boolean has(AttemptState state) {
        return attempt(state).isPresent();
    }

    Optional<Attempt> attempt(AttemptState state) {
        return attempts.stream().filter(attempt -> attempt.state() == state).findFirst();
    }

    /** The same once more, for the same buyer. */
    OrderRequest again() {
        return new OrderRequest(
                new OrderRequest.Buyer(order.accountId(), order.walletId(), order.mode(), apiKeyId),
                order.itemId(),
                order.quantity(),
                order.playerId(),
                order.checkout(),
                order.externalRef(),
                null,
                null,
                order.id());
    }
}
