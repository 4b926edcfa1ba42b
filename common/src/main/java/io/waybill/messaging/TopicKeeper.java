package io.waybill.messaging;

import io.waybill.outbox.Outage;
import io.waybill.outbox.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that the topics exist with enough partitions, and that the share group reads from the beginning: at the
 * start, every few seconds, and at once when a send fails. All of it may be deleted at any moment. The start doesn't
 * wait for it, nor fail without Kafka.
 */
final class TopicKeeper implements SmartLifecycle {
    /** Starts before, and stops after, what sends and reads. */
    static final int PHASE = 100;

    private static final Logger log = LoggerFactory.getLogger(TopicKeeper.class);
    private static final List<String> NAMES =
            List.of(Topics.FULFILLMENT, Topics.ORDER_EVENTS, Topics.FAILED_ORDERS, Topics.PROVIDER_EVENTS);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final String OFFSET_RESET = "share.auto.offset.reset";
    private static final String EARLIEST = "earliest";

    private final KafkaClients clients;
    private final KafkaSettings settings;
    private final Outage outage = new Outage(log, "keeping the topics");
    private final Semaphore hints = new Semaphore(0);
    private final CountDownLatch kept = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    TopicKeeper(KafkaClients clients, KafkaSettings settings) {
        this.clients = clients;
        this.settings = settings;
    }

    /** Something failed that a missing topic might explain: looks at once, but not more often than once a second. */
    void look() {
        if (hints.availablePermits() == 0) {
            hints.release();
        }
    }

    /** Waits until topics and group settings have been seen in order once. */
    boolean awaitKept(Duration atMost) throws InterruptedException {
        return kept.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("topic-keeper").start(this::run);
    }

    @Override
    public void stop() {
        stop.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void run() {
        try {
            while (stop.getCount() > 0) {
                keepUntilFailure();
                var _ = stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepUntilFailure() throws InterruptedException {
        Admin admin = null;
        try {
            admin = clients.admin();
            while (stop.getCount() > 0) {
                keep(admin);
                outage.over();
                kept.countDown();
                var _ = stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                var _ = hints.tryAcquire(settings.topicCheck().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | RuntimeException e) {
            outage.failed(e.getCause() == null ? e : e.getCause());
        } finally {
            if (admin != null) {
                admin.close(CLOSE_WITHIN);
            }
        }
    }

    private void keep(Admin admin) throws ExecutionException, InterruptedException {
        List<NewTopic> missing = new ArrayList<>();
        Map<String, NewPartitions> tooFew = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(NAMES).topicNameValues().entrySet()) {
            int partitions = partitions(topic.getValue());
            if (partitions == 0) {
                missing.add(newTopic(topic.getKey()));
            } else if (partitions < settings.partitions()) {
                tooFew.put(topic.getKey(), NewPartitions.increaseTo(settings.partitions()));
            }
        }
        create(admin, missing);
        if (!tooFew.isEmpty()) {
            admin.createPartitions(tooFew).all().get();
        }
        letGroupReadFromTheBeginning(admin);
    }

    /** 0 if there is no such topic. */
    private static int partitions(KafkaFuture<TopicDescription> description)
            throws ExecutionException, InterruptedException {
        try {
            return description.get().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private NewTopic newTopic(String name) {
        Optional<Short> replication =
                settings.replicationFactor() < 0 ? Optional.empty() : Optional.of((short) settings.replicationFactor());
        return new NewTopic(name, Optional.of(settings.partitions()), replication);
    }

    private static void create(Admin admin, List<NewTopic> topics) throws ExecutionException, InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> created :
                admin.createTopics(topics).values().entrySet()) {
            try {
                created.getValue().get();
                log.atInfo().addKeyValue("topic", created.getKey()).log("topic created");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /**
     * A share group starts at the latest record unless told otherwise, and so misses what came before its first member.
     */
    private static void letGroupReadFromTheBeginning(Admin admin) throws ExecutionException, InterruptedException {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.FULFILLMENT_GROUP);
        Config settings = Objects.requireNonNull(
                admin.describeConfigs(List.of(group)).all().get().get(group));
        ConfigEntry reset = settings.get(OFFSET_RESET);
        if (reset == null || !EARLIEST.equals(reset.value())) {
            AlterConfigOp set = new AlterConfigOp(new ConfigEntry(OFFSET_RESET, EARLIEST), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(group, List.of(set))).all().get();
        }
    }
}
