package io.waybill.api.http;

import org.jspecify.annotations.Nullable;

/** What a request has cost, as far as is known. */
public sealed interface Charged {
    Charged NOTHING = new No();

    /** Nothing, surely. */
    record No() implements Charged {}

    /** It placed this order. */
    record Yes(long orderId) implements Charged {}

    /** It may have placed this order; null if not even its id is known. */
    record Unknown(@Nullable Long orderId) implements Charged {}
}
