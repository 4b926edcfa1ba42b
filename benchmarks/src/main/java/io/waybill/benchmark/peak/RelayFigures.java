package io.waybill.benchmark.peak;

import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import io.waybill.outbox.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How fast messages leave, what becomes of memory while they can't, and of dead rows while nothing may be vacuumed. */
final class RelayFigures {
    private static final int LEFT = 300_000;
    private static final int PEERS = 5_000;
    private static final int BATCH = 100;
    private static final int CONNECTIONS = 16;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PeakOptions options;
    private final EmbeddedDatabase server;
    private final EmbeddedKafka kafka;
    private final PeakStore store;
    private final Services services;
    private final PlacingFigures placing;

    RelayFigures(
            PeakOptions options,
            EmbeddedDatabase server,
            EmbeddedKafka kafka,
            PeakStore store,
            Services services,
            PlacingFigures placing) {
        this.options = options;
        this.server = server;
        this.kafka = kafka;
        this.store = store;
        this.services = services;
        this.placing = placing;
    }

    /** Messages that an instance left behind, sent by another; against the transaction-outbox library. */
    void relay() {
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            ours.add(swept());
            peers.add(TransactionOutboxPeer.perSecond(server, kafka, PEERS));
        }
        double median = Table.median(ours);
        Table.line("messages relayed by one instance", Table.perSecond(median), "", ">= 20000/s");
        Table.peer("transaction-outbox", Table.median(peers), median, ">= 10 x");
    }

    /** From the first that is gone to the last. */
    private double swept() {
        store.rows().emptyOutbox();
        store.rows().leaveInOutbox(LEFT);
        store.rows().settleDown();
        long before = inKafka();
        try (ServiceProcess _ = services.api(store)) {
            long first = awaitFewerThan(LEFT);
            long start = System.nanoTime();
            awaitFewerThan(1);
            double perSecond = first * 1e9 / (System.nanoTime() - start);
            long arrived = inKafka() - before;
            if (arrived < LEFT) {
                throw new IllegalStateException("of " + LEFT + " messages " + arrived + " have reached Kafka");
            }
            return perSecond;
        }
    }

    /** The messages that the topic has ever taken. */
    private long inKafka() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.FULFILLMENT).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private long awaitFewerThan(long rows) {
        long left = store.rows().outboxRows();
        while (left >= rows) {
            LockSupport.parkNanos(LOOK.toNanos());
            left = store.rows().outboxRows();
        }
        return left;
    }

    /** Kafka is away while a crowd of orders is accepted; then it comes, and all of it leaves. */
    void outage() {
        int port = freePort();
        long before = store.rows().lastOrderId();
        try (ServiceProcess api = services.api("away", store, "localhost:" + port)) {
            long start = System.nanoTime();
            long heap = 0;
            try (HttpLoad load = HttpLoad.open(api.port(), CONNECTIONS, store.batches(BATCH))) {
                while (store.rows().lastOrderId() - before < options.away()) {
                    var _ = load.asFastAsAnswered(SECOND).someAccepted();
                    heap = Math.max(heap, api.heapMebibytes());
                }
            }
            long accepted = store.rows().ordersAfter(before);
            double seconds = (System.nanoTime() - start) / 1e9;
            Table.line(accepted + " orders accepted without Kafka", Table.perSecond(accepted / seconds), "", "");
            Table.line("  most heap of api-service in use", heap + " MiB", "", "<= 256 MiB");
            PlacingFigures.memory(api);
            long waiting = store.rows().outboxRows();
            bloat("  after them");
            try (EmbeddedKafka _ = EmbeddedKafka.start(port)) {
                long back = System.nanoTime();
                store.awaitEmptyOutbox();
                double took = (System.nanoTime() - back) / 1e9;
                Table.line("  Kafka back: all " + waiting + " messages left", Table.perSecond(waiting / took), "", "");
            }
            bloat("  when all had left");
        }
    }

    /** Orders as before, while an old transaction keeps dead rows from being cleared away. */
    void held() {
        try (ServiceProcess api = services.api(store)) {
            placing.warmUp(api);
            held(api);
        }
    }

    private void held(ServiceProcess api) {
        try (HttpLoad load = HttpLoad.open(api.port(), CONNECTIONS, store.orders(PeakStore.RESELLERS))) {
            double quiet = perSecond(load, options.round());
            Table.line("orders one by one, " + CONNECTIONS + " connections", Table.perSecond(quiet), "1.00 x", "");
            bloat("  before");
            double old = store.whileATransactionIsOpen(() -> {
                var _ = perSecond(load, options.held().minus(options.round()));
                return perSecond(load, options.round());
            });
            Table.line(
                    "  at the end of " + options.held().toSeconds() + " s with a transaction open",
                    Table.perSecond(old),
                    Table.ratio(old, quiet),
                    "");
            bloat("  while it was open");
            double after = perSecond(load, options.round());
            Table.line("  after it", Table.perSecond(after), Table.ratio(after, quiet), "");
            bloat("  afterwards");
        }
    }

    private double perSecond(HttpLoad load, Duration time) {
        HttpLoad.Offered offered = load.asFastAsAnswered(time).someAccepted();
        store.awaitEmptyOutbox();
        return offered.accepted() / (offered.time().toNanos() / 1e9);
    }

    private void bloat(String when) {
        for (String table : List.of("wallet", "outbox")) {
            List<Long> figures = store.rows().bloat(table);
            Table.line(
                    when + ", " + table + ": " + figures.get(1) + " dead rows, " + figures.get(2) + " % of updates HOT",
                    figures.get(0) + " KiB",
                    "",
                    "");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
