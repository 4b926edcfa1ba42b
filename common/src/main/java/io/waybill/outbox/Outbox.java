package io.waybill.outbox;

import java.util.List;

/** Where messages wait from the commit of the change that they tell of until Kafka has them. Thread-safe. */
@FunctionalInterface
public interface Outbox {
    /**
     * Writes messages in the caller's transaction, and hands them to the {@link Relay} once it has committed.
     *
     * @throws IllegalStateException if there is no transaction: a message must not outlive the change it tells of
     */
    void append(List<Message> messages);
}
