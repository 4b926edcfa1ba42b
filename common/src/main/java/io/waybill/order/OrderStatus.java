package io.waybill.order;

import java.util.Locale;

/**
 * Where an order stands. The words are public and the set is closed; how one leads to another is
 * {@link OrderTransitions}.
 */
public enum OrderStatus {
    /** Accepted; waits for a worker, or for a retry. */
    PENDING(false),
    /** Being handed to the provider. */
    PROCESSING(false),
    /** The provider works on it. */
    IN_PROGRESS(false),
    /** Needs us: see {@link HoldReason}. */
    ON_HOLD(false),
    /** All delivered. */
    COMPLETED(true),
    /** Some delivered, the rest refunded. */
    PARTIAL(true),
    /** Not delivered, refunded in full: see {@link FailureCode}. */
    FAILED(true),
    /** Called off before delivery, refunded in full. */
    CANCELED(true);

    private final boolean terminal;

    OrderStatus(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean isFinal() {
        return terminal;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such status */
    public static OrderStatus ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
