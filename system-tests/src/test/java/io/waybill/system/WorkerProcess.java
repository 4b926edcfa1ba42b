package io.waybill.system;

import io.waybill.fulfillment.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A fulfillment worker as a process of its own, which can be made to die or to pause at a named point. */
final class WorkerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String name;
    private final int port;
    private final Process process;

    private WorkerProcess(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** Launches a worker that makes itself ready, and does nothing before it is told to begin. */
    static WorkerProcess launch(String name, Map<String, String> settings) {
        int port = StoreProcess.freePort();
        List<String> command = command(FaultyWorker.class, settings);
        command.add("--waybill.fulfillment.session.worker=" + name);
        command.add("--server.port=" + port);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "worker-" + name + ".log").toFile())
                    .start();
            return new WorkerProcess(name, port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a service is started, to which more settings may be added. */
    static List<String> command(Class<?> main, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        return command;
    }

    String name() {
        return name;
    }

    WorkerProcess begin() {
        tell("begin");
        return this;
    }

    void arm(Checkpoint where, int pass, Trap.Spring spring) {
        tell("arm " + where + " " + pass + " " + spring);
    }

    /** Ended at the point where its trap was. */
    boolean isKilled() {
        return !process.isAlive() && process.exitValue() == Trap.KILLED;
    }

    /** All its threads stand still. */
    boolean isStopped() {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return status.charAt(status.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + name + " has ended", e);
        }
    }

    /** It has nothing in flight to any provider, by its own figures. */
    boolean isIdle() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            List<String> inFlight = http.send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("waybill_fulfillment_in_flight{"))
                    .toList();
            return !inFlight.isEmpty() && inFlight.stream().allMatch(line -> line.endsWith(" 0.0"));
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + name + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void stop() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As an orchestrator does; returns how long it took. */
    Duration terminate() {
        long start = System.nanoTime();
        process.destroy();
        awaitEnd();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        kill();
    }

    private void tell(String line) {
        try {
            Writer orders = process.outputWriter();
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + name + " has ended, see its log", e);
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("worker " + name + " did not end within " + STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
