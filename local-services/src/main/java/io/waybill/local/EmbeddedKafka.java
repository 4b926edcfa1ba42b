package io.waybill.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka 4.2 broker inside this process: one node, broker and controller at once, listening on the loopback address.
 *
 * <p>Its data are fresh at each start and deleted when it closes: the truth is in PostgreSQL. Topics are not created by
 * use and may be deleted; share groups work. There is no shutdown hook: close it after everything that uses it.
 * Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final Path folder;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, Path folder, int port) {
        this.server = server;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a broker on a free port and returns when it takes requests. */
    public static EmbeddedKafka start() {
        return start(0);
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @param port the port on the loopback address; 0 for any free one
     */
    public static EmbeddedKafka start(int port) {
        return start(port, () -> Folders.createTemporary("waybill-kafka-"));
    }

    /**
     * Starts a broker on a free port and returns when it takes requests.
     *
     * @param folder where its data lie while it runs; what an earlier broker, perhaps a killed one, left there is
     *     deleted
     */
    public static EmbeddedKafka startIn(Path folder) {
        return start(0, () -> {
            Folders.deleteAll(folder);
            return Folders.createPrivate(folder);
        });
    }

    private static EmbeddedKafka start(int port, Supplier<Path> folder) {
        long begin = System.nanoTime();
        keepProcessAlive();
        EmbeddedKafka kafka = FreePorts.startOn(port, chosen -> startOnPort(chosen, folder.get()));
        log.atInfo()
                .addKeyValue("port", kafka.port)
                .addKeyValue(
                        "millis", Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .log("kafka started");
        return kafka;
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** Stops the broker within seconds and deletes its data. */
    @Override
    public void close() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            Folders.deleteAll(folder);
        }
    }

    private static EmbeddedKafka startOnPort(int port, Path folder) {
        KafkaRaftServer server = null;
        try {
            format(folder);
            server = new KafkaRaftServer(new KafkaConfig(settings(folder, port), false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, folder, port);
        } catch (RuntimeException e) {
            if (server != null) {
                server.shutdown();
            }
            Folders.deleteAll(folder);
            throw new IllegalStateException("Kafka did not start on port " + port, e);
        }
    }

    private static void format(Path folder) {
        try {
            new Formatter()
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare Kafka's folder " + folder, e);
        }
    }

    private static Properties settings(Path folder, int port) {
        int controllerPort = FreePorts.any();
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("delete.topic.enable", "true")));
        settings.putAll(forOneBroker());
        settings.putAll(forLittleMemory());
        return settings;
    }

    private static Map<String, String> forOneBroker() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0");
    }

    private static Map<String, String> forLittleMemory() {
        return Map.of(
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "log.cleaner.threads", "1",
                // The default takes 128 MiB of heap.
                "log.cleaner.dedupe.buffer.size", "2097152",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2");
    }

    /** Kafka ends the process on a fatal fault; here it shares the process, and the truth is elsewhere. */
    private static void keepProcessAlive() {
        Exit.Procedure refuse = (code, message) -> {
            throw new IllegalStateException("Kafka wanted to end the process with code " + code + ": " + message);
        };
        Exit.setExitProcedure(refuse);
        Exit.setHaltProcedure(refuse);
    }
}
