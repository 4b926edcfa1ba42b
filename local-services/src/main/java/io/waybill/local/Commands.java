package io.waybill.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end within a time limit. */
final class Commands {

    private Commands() {}

    /** How a command ended: its exit code and all it wrote. */
    record Ended(int code, String output) {

        boolean well() {
            return code == 0;
        }
    }

    /** Runs a command; one that takes longer than the limit is ended and reported as an error. */
    static Ended run(Duration limit, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            FutureTask<String> output =
                    new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            Thread.ofVirtual().start(output);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "Gave up after " + limit.toSeconds() + " s: " + String.join(" ", command));
            }
            return new Ended(process.exitValue(), output.get());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + String.join(" ", command), e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("Cannot read what was written by " + String.join(" ", command), e);
        }
    }
}
