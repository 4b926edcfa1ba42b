package io.waybill.messaging;

import io.waybill.outbox.Message;
import io.waybill.outbox.MessageSender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** One producer, made at the first send, and made anew if it ever breaks for good. */
final class KafkaMessageSender implements MessageSender, AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final Duration patience;
    private final Runnable onFailure;
    private final ReentrantLock change = new ReentrantLock();
    private volatile @Nullable Producer<String, String> producer;
    private volatile boolean closed;

    /** @param onFailure called at each failed send; a topic may be missing */
    KafkaMessageSender(KafkaClients clients, KafkaSettings settings, Runnable onFailure) {
        this.clients = clients;
        this.patience = settings.deliveryTimeout().plus(settings.maxBlock());
        this.onFailure = onFailure;
    }

    @Override
    public CompletableFuture<Void> send(Message message) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Producer<String, String> current = null;
        try {
            current = current();
            var _ = current.send(
                    new ProducerRecord<>(message.topic(), message.key(), message.payload()),
                    (_, failure) -> end(result, failure));
        } catch (KafkaException | IllegalStateException e) {
            end(result, e);
            if (!(e instanceof RetriableException)) {
                discard(current);
            }
        }
        return result;
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public void close() {
        closed = true;
        discard(producer);
    }

    private void end(CompletableFuture<Void> result, @Nullable Exception failure) {
        if (failure == null) {
            result.complete(null);
        } else {
            onFailure.run();
            result.completeExceptionally(failure);
        }
    }

    private Producer<String, String> current() {
        Producer<String, String> made = producer;
        return made != null ? made : make();
    }

    private Producer<String, String> make() {
        change.lock();
        try {
            Producer<String, String> made = producer;
            if (made == null) {
                if (closed) {
                    throw new IllegalStateException("the sender is closed");
                }
                made = clients.producer();
                producer = made;
            }
            return made;
        } finally {
            change.unlock();
        }
    }

    /** An idempotent producer that has met a fatal error refuses everything from then on. */
    private void discard(@Nullable Producer<String, String> broken) {
        if (broken == null) {
            return;
        }
        change.lock();
        try {
            if (producer == broken) {
                producer = null;
            }
        } finally {
            change.unlock();
        }
        broken.close(closed ? CLOSE_WITHIN : Duration.ZERO);
    }
}
