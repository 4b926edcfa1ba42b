package io.waybill.simulator.book;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A purchase that happened: the wish, with the order id and time it got. */
public record Purchase(long orderId, Instant at, Wish wish) implements Entry {

    public String recipient() {
        return wish.recipient();
    }

    /** What the caller calls this purchase: its idempotency key, or else its own reference in the body. */
    public @Nullable String reference() {
        return wish.idempotencyKey() != null ? wish.idempotencyKey() : wish.externalRef();
    }
}
