package io.waybill.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole store as one process of its own, started from its jar, on ports and in a folder of the test's. */
final class StoreProcess implements AutoCloseable {
    private static final Path JAR = Path.of("..", "standalone", "target", "standalone.jar");
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path data;
    private final int port = freePort();
    private final int providerPort = freePort();
    private Process process;
    private Demo demo;

    private StoreProcess(Path data) {
        this.data = data;
        this.process = launch();
        this.demo = awaitDemo();
    }

    /** Starts the store and returns when it has written its demo.json: everything serves then. */
    static StoreProcess start(Path data) {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException("no " + JAR + ": run `mvn verify`, which packages it first");
        }
        return new StoreProcess(data);
    }

    Demo demo() {
        return demo;
    }

    /** Ends the process as kill -9 does: no hook runs, PostgreSQL is orphaned. */
    void kill() {
        end(process.destroyForcibly());
    }

    /** Starts the store again in the same folder, on the same ports. */
    void restart() {
        process = launch();
        demo = awaitDemo();
    }

    /** Stops as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        end(process);
    }

    private Process launch() {
        try {
            Files.deleteIfExists(demoFile());
            return new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx768m",
                            "-jar",
                            JAR.toString(),
                            "--data=" + data,
                            "--port=" + port,
                            "--provider-port=" + providerPort))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("the store could not be started", e);
        }
    }

    private Demo awaitDemo() {
        Awaitility.await("the store's start, see " + log())
                .atMost(START)
                .failFast("the store ended, see " + log(), () -> !process.isAlive())
                .until(() -> Files.exists(demoFile()));
        JsonNode file = JSON.readTree(demoFile().toFile());
        return new Demo(
                URI.create(file.path("api").asString()),
                file.path("api_key").asString(),
                URI.create(file.path("provider").asString()),
                file.path("database").asString(),
                file.path("kafka").asString());
    }

    private Path demoFile() {
        return data.resolve("demo.json");
    }

    private Path log() {
        return Path.of("target", "store-" + port + ".log");
    }

    private static void end(Process ended) {
        try {
            if (!ended.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                ended.destroyForcibly();
                throw new AssertionError("the store did not end within " + STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the store ended", e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    /** What demo.json says. */
    record Demo(URI api, String apiKey, URI provider, String database, String kafka) {
        /** The same store by another of its services. */
        Demo at(URI address) {
            return new Demo(address, apiKey, provider, database, kafka);
        }
    }
}
