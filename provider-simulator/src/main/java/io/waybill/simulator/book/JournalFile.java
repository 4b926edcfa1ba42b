package io.waybill.simulator.book;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a journal: claimed for one process, read once, then only appended to. A kill may tear the last line; it
 * was never answered to anybody, so it is dropped. A broken line before the last is damage, and refused.
 */
final class JournalFile {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final String NAME = "journal.jsonl";

    private JournalFile() {}

    /**
     * Opens the journal of a directory for appending, and tells every entry in it.
     *
     * @throws IllegalStateException if another simulator has it, or if it is damaged
     */
    static FileChannel open(Path directory, Consumer<Entry> entries) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            claim(channel, file);
            long end = read(file, channel.size(), entries);
            if (end < channel.size()) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("bytes", channel.size() - end)
                        .log("dropped the torn last line of the journal");
                channel.truncate(end);
            }
            channel.force(true);
            syncDirectory(directory);
            return channel.position(end);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static void claim(FileChannel channel, Path file) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            throw new IllegalStateException(
                    "another simulator in this process keeps its book in " + file, inThisProcess);
        }
        if (lock == null) {
            throw new IllegalStateException("another simulator keeps its book in " + file);
        }
    }

    /** Where the last whole line ends. */
    private static long read(Path file, long size, Consumer<Entry> entries) throws IOException {
        long end = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                long lineEnd = end + line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (lineEnd > size) {
                    return end;
                }
                Entry entry = parsed(line);
                if (entry == null && lineEnd == size) {
                    return end;
                }
                if (entry == null) {
                    throw new IllegalStateException("the journal " + file + " is damaged at byte " + end);
                }
                entries.accept(entry);
                end = lineEnd;
            }
        }
        return end;
    }

    private static @Nullable Entry parsed(String line) {
        try {
            return JournalLine.read(line);
        } catch (RuntimeException noEntry) {
            return null;
        }
    }

    /** Without it a new file may be gone after a power cut, with everything synced into it. */
    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }
}
