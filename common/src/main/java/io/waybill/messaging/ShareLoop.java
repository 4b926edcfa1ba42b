package io.waybill.messaging;

import io.waybill.messaging.WaitingOrders.Handler;
import io.waybill.messaging.WaitingOrders.Subscription;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import io.waybill.outbox.BackOff;
import io.waybill.outbox.Outage;
import io.waybill.outbox.Topics;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Polls a batch, lets the handler take what it can in one database transaction, and accepts the whole batch: an
 * acknowledgement proves no ownership, and giving a record back would wear it out. Whatever a poll throws ends the
 * consumer, not the loop.
 */
final class ShareLoop implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(ShareLoop.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration COMMIT_WITHIN = Duration.ofSeconds(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final TopicKeeper keeper;
    private final Handler handler;
    private final Outage reading = new Outage(log, "reading waiting orders");
    private final Outage acknowledging = new Outage(log, "acknowledging waiting orders");
    private final Outage taking = new Outage(log, "taking waiting orders");
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("waiting-orders").daemon().unstarted(this::run);
    private volatile @Nullable ShareConsumer<String, String> consumer;

    ShareLoop(KafkaClients clients, TopicKeeper keeper, Handler handler) {
        this.clients = clients;
        this.keeper = keeper;
        this.handler = handler;
    }

    ShareLoop start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        stop.countDown();
        ShareConsumer<String, String> polling = consumer;
        if (polling != null) {
            polling.wakeup();
        }
        try {
            if (!thread.join(STOP_WITHIN)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void run() {
        BackOff pause = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));
        try {
            while (!isStopped() && !keeper.awaitKept(POLL)) {
                log.atDebug().log("waiting for the topics");
            }
            while (!isStopped()) {
                if (pollUntilFailure(pause)) {
                    var _ = stop.await(pause.afterFailure().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** True after a failure, false after a stop. */
    private boolean pollUntilFailure(BackOff pause) {
        ShareConsumer<String, String> polling = null;
        try {
            polling = clients.fulfillmentConsumer();
            consumer = polling;
            polling.subscribe(List.of(Topics.FULFILLMENT));
            while (!isStopped()) {
                ConsumerRecords<String, String> records = polling.poll(POLL);
                pause.reset();
                reading.over();
                if (!records.isEmpty()) {
                    take(records);
                    accept(polling, records);
                }
            }
            return false;
        } catch (RuntimeException e) {
            if (!isStopped()) {
                reading.failed(e);
            }
            return true;
        } finally {
            consumer = null;
            close(polling);
        }
    }

    private void take(ConsumerRecords<String, String> records) {
        Set<WaitingOrder> orders = new LinkedHashSet<>();
        records.forEach(each -> waitingOrder(each).ifPresent(orders::add));
        if (orders.isEmpty()) {
            return;
        }
        try {
            handler.take(List.copyOf(orders));
            taking.over();
        } catch (RuntimeException e) {
            taking.failed(e); // the puller finds these orders
        }
    }

    private static Optional<WaitingOrder> waitingOrder(ConsumerRecord<String, String> message) {
        try {
            JsonNode payload = JSON.readTree(message.value());
            return Optional.of(new WaitingOrder(
                    payload.required("order_id").longValue(),
                    payload.required("provider_id").longValue()));
        } catch (JacksonException | IllegalArgumentException e) {
            log.atWarn()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("skipped a message that tells of no order");
            return Optional.empty();
        }
    }

    /** What could not be acknowledged comes again, and is found to be taken. */
    private void accept(ShareConsumer<String, String> polling, ConsumerRecords<String, String> records) {
        records.forEach(each -> polling.acknowledge(each, AcknowledgeType.ACCEPT));
        Optional<KafkaException> failure = polling.commitSync(COMMIT_WITHIN).values().stream()
                .flatMap(Optional::stream)
                .findFirst();
        failure.ifPresentOrElse(acknowledging::failed, acknowledging::over);
        handler.acknowledged();
    }

    private static void close(@Nullable ShareConsumer<String, String> polling) {
        if (polling == null) {
            return;
        }
        try {
            polling.close(CLOSE_WITHIN);
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("the consumer did not close cleanly");
        }
    }
}
