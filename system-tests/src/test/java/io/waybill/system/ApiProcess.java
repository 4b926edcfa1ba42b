package io.waybill.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An api-service as a process of its own, which can be made to die between a commit and its answers. */
final class ApiProcess implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Map<String, String> settings;
    private final int port = StoreProcess.freePort();
    private Process process;

    private ApiProcess(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
        this.process = launch();
    }

    /** Starts a service and returns when it serves. */
    static ApiProcess start(Map<String, String> settings) {
        ApiProcess started = new ApiProcess(settings);
        started.awaitServing();
        return started;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** From now on it dies as soon as it has committed an order. */
    void arm() {
        try {
            Writer orders = process.outputWriter();
            orders.write("\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the service has ended, see " + log(), e);
        }
    }

    /** Ended where it was armed to. */
    boolean isKilled() {
        return !process.isAlive() && process.exitValue() == Trap.KILLED;
    }

    /** Starts another one in place of one that has ended. */
    void restart() {
        process = launch();
        awaitServing();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Process launch() {
        List<String> command = WorkerProcess.command(FaultyApi.class, settings);
        command.add("--server.port=" + port);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitServing() {
        await("the service's start, see " + log())
                .atMost(SOON)
                .failFast("the service ended, see " + log(), () -> !process.isAlive())
                .until(this::isServing);
    }

    private boolean isServing() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(address().resolve("/api/v1/products"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private Path log() {
        return Path.of("target", "api-" + port + ".log");
    }
}
