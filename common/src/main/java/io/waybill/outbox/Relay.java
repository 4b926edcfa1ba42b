package io.waybill.outbox;

import java.util.List;

/**
 * Carries committed messages to Kafka from memory, and deletes their rows once acknowledged. Thread-safe; never blocks.
 */
public interface Relay {
    /**
     * Takes over messages whose transaction has committed. What it has no room for stays in the outbox for the sweeper.
     */
    void offer(List<StoredMessage> committed);
}
