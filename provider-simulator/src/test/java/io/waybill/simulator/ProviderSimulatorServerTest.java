package io.waybill.simulator;

import static io.waybill.simulator.StoreClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProviderSimulatorServerTest {

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void whatWasAnsweredBeforeAKillIsInTheBookAfterIt() throws Exception {
        Queue<Long> answered = new ConcurrentLinkedQueue<>();
        Process server = serve();
        try (StoreClient client = new StoreClient(url(server));
                ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch enough = new CountDownLatch(500);
            for (int buyer = 0; buyer < 20; buyer++) {
                buyers.execute(() -> buyUntilTheEnd(client, answered, enough));
            }
            enough.await();
            server.destroyForcibly().waitFor();
        }

        try (ProviderSimulator restarted = ProviderSimulator.start(SimulatorOptions.onDisk(directory));
                StoreClient client = new StoreClient(restarted)) {
            List<Long> book = restarted.book().purchases().stream()
                    .map(purchase -> purchase.orderId())
                    .toList();
            assertThat(book).doesNotHaveDuplicates().containsAll(answered);
            assertThat(json(client.order("after")).path("order_id").longValue()).isEqualTo(book.getLast() + 1);
        }
    }

    @Test
    void argumentsAreReadOrRefused() {
        SimulatorOptions options = ProviderSimulatorServer.options(
                List.of("--port", "0", "--host", "localhost", "--key", "k", "--items", "7", "--honours-idempotency"));

        assertThat(options.port).isZero();
        assertThat(options.catalog.items()).hasSize(7);
        assertThat(options.honoursIdempotency).isTrue();
        assertThat(options.accounts.getFirst().keys()).containsExactly("k");
        assertThatThrownBy(() -> ProviderSimulatorServer.options(List.of("--colour")))
                .hasMessageContaining("--colour");
        assertThatThrownBy(() -> ProviderSimulatorServer.options(List.of("--port")))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> ProviderSimulatorServer.options(List.of("--port", "70000")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void buyUntilTheEnd(StoreClient client, Queue<Long> answered, CountDownLatch enough) {
        try {
            while (true) {
                HttpResponse<String> answer = client.order("player");
                answered.add(json(answer).path("order_id").longValue());
                enough.countDown();
            }
        } catch (IOException killed) {
            assertThat(enough.getCount()).isZero();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Process serve() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProviderSimulatorServer.class.getName(),
                        "--port",
                        "0",
                        "--data",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The server says where it is in its last line of the start. */
    private static URI url(Process server) throws IOException {
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith("provider simulator: ")) {
            line = output.readLine();
        }
        assertThat(line).as("the server ended").isNotNull();
        return URI.create(line.substring("provider simulator: ".length()));
    }
}
