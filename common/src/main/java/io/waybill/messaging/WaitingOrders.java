package io.waybill.messaging;

import java.util.List;

/** Tells a fulfillment worker which orders have just begun to wait. Thread-safe. */
public interface WaitingOrders {
    /**
     * Calls the handler with one batch after the other, on a thread of its own, until the subscription is closed.
     *
     * <p>A batch is acknowledged when the handler returns, and also when it throws: Kafka only says "look at order X",
     * PostgreSQL knows which orders wait, and the puller finds those that no record brought. The same order may be told
     * of more than once, to several workers, and long after it has ended. The subscription survives whatever Kafka
     * does, an outage and deleted topics included.
     */
    Subscription subscribe(Handler handler);

    /** Takes what it can of a batch, in one database transaction, and returns before it calls any provider. */
    @FunctionalInterface
    interface Handler {
        /** @param orders not empty, no order twice */
        void take(List<WaitingOrder> orders);

        /** The batch that was taken last will not be told of again, as far as Kafka can promise. */
        default void acknowledged() {}
    }

    /** An order that waits to be bought from a provider. */
    record WaitingOrder(long orderId, long providerId) {}

    /** Closing it ends the calls within seconds: it waits for the handler's current batch, and takes no other. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
