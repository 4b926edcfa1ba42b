package io.waybill.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The outbox table. Thread-safe. */
public interface Outbox {
    /**
     * Writes messages in the caller's transaction, and hands them to the {@link Relay} once it has committed.
     *
     * @throws IllegalStateException if there is no transaction: a message must not outlive the change it tells of
     */
    void append(List<Message> messages);

    /** Deletes the rows of messages that Kafka has acknowledged; rows already gone are fine. */
    void delete(Collection<Long> ids);

    /** The oldest rows that have waited longer than {@code age} by the database's clock. */
    List<StoredMessage> olderThan(Duration age, int limit);
}
