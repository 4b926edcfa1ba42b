package io.waybill.order.placing;

import io.waybill.account.Mode;
import org.jspecify.annotations.Nullable;

/** An idempotency key with its scope. */
record Key(long accountId, Mode mode, String text) {

    /** Null if the request came without one. */
    static @Nullable Key of(OrderRequest request) {
        String text = request.idempotencyKey();
        return text == null
                ? null
                : new Key(request.buyer().accountId(), request.buyer().mode(), text);
    }
}
