package io.waybill.benchmark.peak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service in a process of its own, with a heap of 256 MiB. Its output is in {@code target/}. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Pattern HEAP_USED =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)$");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a service and returns when it answers.
     *
     * @param run what comes after {@code java} and the size of the heap
     * @param ready the path that answers 200 from then on
     */
    static ServiceProcess start(String name, List<String> run, List<String> settings, String ready) {
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), PeakOptions.HEAP));
        command.addAll(run);
        command.addAll(settings);
        command.add("--server.port=" + port);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "peak-" + name + ".log").toFile())
                    .start();
            ServiceProcess service = new ServiceProcess(process, port);
            service.awaitAnswer(name, ready);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** The processor time the process has used, on all processors together. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory the process ever had in use, heap and everything else, in MiB. */
    long peakMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heap in use as the service itself tells it, in MiB; garbage included. */
    long heapMebibytes() {
        Matcher used = HEAP_USED.matcher(get("/metrics").body());
        double bytes = 0;
        while (used.find()) {
            bytes += Double.parseDouble(used.group(1));
        }
        return Math.round(bytes / (1 << 20));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer(String name, String ready) {
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        while (!answers(ready)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                close();
                throw new IllegalStateException(name + " did not start: see target/peak-" + name + ".log");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private boolean answers(String ready) {
        try {
            return get(ready).statusCode() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        client.close();
    }
}
