package io.waybill.standalone.data;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.waybill.standalone.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the all-in-one start keeps everything in, held by one start at a time. Only its owner may look
 * inside. Kept between starts: {@code postgres}, {@code simulator}, {@code secrets.json} and {@code waybill.log}. Made
 * anew by each: {@code kafka} and {@code demo.json}.
 */
public final class DataFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder for this start, making it if there is none, and takes away the {@code demo.json} of the start
     * before: whoever waits for that file must not find an old one.
     *
     * @throws CannotStart if another start has it
     */
    public static DataFolder take(Path folder) {
        PrivateFiles.createFolder(folder);
        Path file = folder.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CannotStart(
                        "Waybill already runs in " + folder + " (process "
                                + Files.readString(file).strip()
                                + "). Stop that one first, or choose another folder and other ports with --data, --port and --provider-port.",
                        null);
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            DataFolder taken = new DataFolder(folder, channel);
            Files.deleteIfExists(taken.demoFile());
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the folder " + folder, e);
        }
    }

    /** PostgreSQL's own. */
    public Path postgres() {
        return folder.resolve("postgres");
    }

    /** Kafka's own; nothing in it outlives a start. */
    public Path kafka() {
        return folder.resolve("kafka");
    }

    /** The provider simulator's book. */
    public Path simulator() {
        return folder.resolve("simulator");
    }

    /** Everything that is logged, also what the console does not show. */
    public Path log() {
        return folder.resolve("waybill.log");
    }

    /** How to get in; there once everything serves. */
    public Path demoFile() {
        return folder.resolve("demo.json");
    }

    /** The secrets of this folder's store, read or made. */
    public SecretsFile secrets() {
        return SecretsFile.open(
                folder.resolve("secrets.json"), Files.exists(postgres().resolve("data")));
    }

    /**
     * The secrets of a demonstration whose store is elsewhere, read or made.
     *
     * @param masterKey of that store; not kept here
     */
    public SecretsFile secretsUnder(String masterKey) {
        return SecretsFile.open(folder.resolve("secrets.json"), false).under(masterKey);
    }

    /** Leaves the folder to the next start. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the folder " + folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // This very process has it.
            return null;
        }
    }
}
