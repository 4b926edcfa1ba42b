package io.waybill.benchmark;

import io.waybill.local.EmbeddedDatabase;
import io.waybill.local.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A fulfillment worker as operators run it: a process of its own, with its defaults, and a heap of 384 MiB. */
final class WorkerProcess implements AutoCloseable {
    static final String HEAP = "-Xmx384m";

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    static WorkerProcess start(String name, EmbeddedDatabase database, EmbeddedKafka kafka) {
        try {
            return new WorkerProcess(new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.waybill.fulfillment.FulfillmentWorker",
                            "--server.port=0",
                            "--spring.datasource.url=" + database.jdbcUrl(),
                            "--spring.datasource.username=" + database.username(),
                            "--spring.datasource.password=" + database.password(),
                            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                            "--waybill.secret-key=" + BenchmarkStore.SECRET_KEY,
                            "--waybill.fulfillment.session.worker=" + name))
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "engine-" + name + ".log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory the process ever had in use, heap and everything else, in MiB. */
    long peakMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .map(line -> line.replaceAll("[^0-9]", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processor time the process has used, on all processors together. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** As kill -9 does. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
