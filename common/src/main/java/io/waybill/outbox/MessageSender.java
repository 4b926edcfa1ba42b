package io.waybill.outbox;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends messages to whoever listens. Thread-safe. */
public interface MessageSender {
    /**
     * Sends a message in the background; while the broker is away it may hold the caller up, for a second at most.
     *
     * @return completes when the message is safe with the broker, and exceptionally if it isn't within
     *     {@link #patience}; it may have arrived all the same. Never throws
     */
    CompletableFuture<Void> send(Message message);

    /** After that long, each send has succeeded or failed. */
    Duration patience();
}
