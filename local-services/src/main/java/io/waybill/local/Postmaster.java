package io.waybill.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process of one data folder: starts it, stops it, and clears away one that outlived its owner. */
record Postmaster(PostgresBinaries binaries, DataFolder folder) {

    static final String SUPERUSER = "postgres";

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    /** Crash recovery after a kill may replay much. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int LOG_LINES_SHOWN = 20;

    /** Starts the server and returns when it takes connections. */
    void start(int port, boolean durable, List<String> parameters) {
        String onOff = durable ? "on" : "off";
        // Given with every start, so that neither an edited file nor an older version of this program changes them.
        List<String> always = List.of(
                "-p " + port,
                "listen_addresses=localhost",
                "unix_socket_directories=",
                "fsync=" + onOff,
                "synchronous_commit=" + onOff,
                "full_page_writes=" + onOff,
                "max_connections=300",
                "timezone=UTC",
                "log_timezone=UTC");
        String settings = Stream.concat(always.stream(), parameters.stream()).collect(Collectors.joining(" -c "));
        deleteLog();
        Commands.Ended started = Commands.run(
                START_LIMIT.plus(MARGIN),
                pgCtl("start", START_LIMIT, "--log=" + folder.log(), "--options=" + settings));
        if (!started.well()) {
            throw new IllegalStateException("PostgreSQL did not start on port " + port + " with " + folder.data()
                    + ":\n" + started.output() + endOfLog());
        }
    }

    /** How to stop: writing everything to its place, or leaving that to a recovery that will never come. */
    enum Stop {
        CLEAN("fast"),
        ABANDON("immediate");

        private final String mode;

        Stop(String mode) {
            this.mode = mode;
        }
    }

    /** Stops the server within seconds, breaking connections that are open; does nothing if it is not running. */
    void stop(Stop how) {
        Optional<ProcessHandle> running = running();
        if (running.isEmpty()) {
            return;
        }
        Commands.Ended stopped = Commands.run(STOP_LIMIT.plus(MARGIN), pgCtl("stop", STOP_LIMIT, "--mode=" + how.mode));
        if (!stopped.well()) {
            log.atWarn()
                    .addKeyValue("folder", folder.data())
                    .addKeyValue("output", stopped.output())
                    .log("postgresql did not stop in time and is killed; it recovers at its next start");
            running.get().destroyForcibly();
        }
        awaitExit(running.get());
    }

    /**
     * Makes the way free for a start after the owner of an earlier one was killed: its server may still run, or its
     * process id may by now belong to a stranger, which PostgreSQL would take for a running server.
     */
    void stopOrphan() {
        Optional<Long> recorded = recordedPid();
        if (recorded.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> orphan = running();
        if (orphan.isPresent()) {
            log.atInfo().addKeyValue("pid", recorded.get()).log("stopping a postgresql whose owner is gone");
            stop(Stop.CLEAN);
        } else if (ProcessHandle.of(recorded.get()).isPresent() && !hasLivingBackends()) {
            log.atInfo().addKeyValue("pid", recorded.get()).log("removing a stale postmaster.pid");
            deletePidFile();
        }
        // A process id that nobody has is left to PostgreSQL, which also checks that no backend is left behind.
    }

    /** The server of this folder if it runs: alive by its recorded id, a postgres, and started on this very folder. */
    private Optional<ProcessHandle> running() {
        return recordedPid()
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        boolean postgres = info.command()
                .map(command -> command.replace(" (deleted)", ""))
                .filter(command -> Path.of(command).endsWith("postgres"))
                .isPresent();
        boolean onThisFolder = info.arguments()
                .map(arguments -> List.of(arguments).contains(folder.data().toString()))
                .or(() -> info.commandLine()
                        .map(line -> line.contains(folder.data().toString())))
                .orElse(false);
        return postgres && onThisFolder;
    }

    /** Backends of a killed server work in its folder until they notice; only Linux shows that. */
    private boolean hasLivingBackends() {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            Path workingFolder = Path.of("/proc", Long.toString(process.pid()), "cwd");
            try {
                return Files.isSymbolicLink(workingFolder)
                        && Files.readSymbolicLink(workingFolder).equals(folder.data());
            } catch (IOException e) {
                // Gone in between, or somebody else's: not one of ours.
                return false;
            }
        });
    }

    private Optional<Long> recordedPid() {
        Path file = pidFile();
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .findFirst()
                            .map(String::strip)
                            .map(Long::valueOf)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    file + " does not begin with a process id. Delete it if no postgres runs.", e);
        }
    }

    private static void awaitExit(ProcessHandle process) {
        long begin = System.nanoTime();
        while (!isGone(process)) {
            if (System.nanoTime() - begin > MARGIN.toNanos()) {
                throw new IllegalStateException("PostgreSQL does not end: process " + process.pid());
            }
            try {
                process.onExit().get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                // Looked at again.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("Cannot see whether process " + process.pid() + " ended", e);
            }
        }
    }

    /**
     * Whether a process does nothing any more. The server's parent is the first process of the machine or container,
     * which may collect the exit code late, or never: until then it counts as alive.
     */
    private static boolean isGone(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"), ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            // Gone, or a system without such files.
            return !process.isAlive();
        }
    }

    private List<String> pgCtl(String action, Duration limit, String... options) {
        List<String> command = binaries.command(
                "pg_ctl", action, "--pgdata=" + folder.data(), "--wait", "--timeout=" + limit.toSeconds());
        command.addAll(List.of(options));
        return command;
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.exists(folder.log())
                    ? Files.readString(folder.log(), ISO_8859_1).lines().toList()
                    : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }

    private Path pidFile() {
        return folder.data().resolve("postmaster.pid");
    }

    private void deletePidFile() {
        delete(pidFile());
    }

    private void deleteLog() {
        delete(folder.log());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
    }
}
