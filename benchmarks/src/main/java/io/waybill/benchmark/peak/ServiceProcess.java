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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service in a process of its own, with a heap of 256 MiB. It ends when that is full, and collects its garbage by the
 * same means, as in its image, whose memory is too small for Java to choose another. Its output is in {@code target/}.
 */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Pattern HEAP_USED =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)$");
    private static final Pattern CONNECTIONS_TAKEN =
            Pattern.compile("(?m)^hikaricp_connections_usage_seconds_count\\{[^}]*} (\\S+)$");
    private static final Pattern CONNECTION_SECONDS =
            Pattern.compile("(?m)^hikaricp_connections_usage_seconds_sum\\{[^}]*} (\\S+)$");

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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                PeakOptions.HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
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
        return status("VmHWM:") / 1024;
    }

    /** The threads that the operating system knows of. */
    long threads() {
        return status("Threads:");
    }

    private long status(String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heap in use as the service itself tells it, in MiB; garbage included. */
    long heapMebibytes() {
        return Math.round(sum(HEAP_USED, get("/metrics").body()) / (1 << 20));
    }

    /** The heap in use after a collection, in MiB. The service stands still for it. */
    long liveHeapMebibytes() {
        try {
            Process collection = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (collection.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("jcmd could not have the service collect its garbage");
            }
            return heapMebibytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the service has taken a connection to the database, and how long it has kept them all together. */
    DatabaseUse databaseUse() {
        String metrics = get("/metrics").body();
        return new DatabaseUse(sum(CONNECTIONS_TAKEN, metrics), sum(CONNECTION_SECONDS, metrics));
    }

    private static double sum(Pattern pattern, String metrics) {
        Matcher line = pattern.matcher(metrics);
        double sum = 0;
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
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

    CompletableFuture<HttpResponse<String>> ask(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
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
        process.onExit()
                .completeOnTimeout(process, STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
        process.onExit().join();
        client.close();
    }

    /** What a service has had of the database since it started. */
    record DatabaseUse(double taken, double seconds) {}
}
