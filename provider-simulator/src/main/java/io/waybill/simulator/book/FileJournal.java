package io.waybill.simulator.book;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines of JSON to a file. One thread writes: whatever was appended while it wrote and synced is its next
 * batch, so that many purchases share one sync and a lone one does not wait. After a failed write nothing is taken any
 * more.
 */
final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final FileChannel file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread writer;
    private Batch gathering = new Batch();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private @Nullable Exception broken;
    private boolean closed;

    private FileJournal(FileChannel file) {
        this.file = file;
        this.writer = Thread.ofPlatform().name("simulator-journal").daemon().unstarted(this::write);
    }

    /** Opens the journal of a directory and tells every entry already in it. */
    static FileJournal open(Path directory, Consumer<Entry> entries) throws IOException {
        FileJournal journal = new FileJournal(JournalFile.open(directory, entries));
        journal.writer.start();
        return journal;
    }

    @Override
    public CompletableFuture<Void> append(Entry entry) {
        byte[] line = (JournalLine.write(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (closed || broken != null) {
                return CompletableFuture.failedFuture(new IOException("the journal is closed", broken));
            }
            gathering.lines.writeBytes(line);
            changed.signal();
            return gathering.onDisk;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> settled() {
        lock.lock();
        try {
            return gathering.isEmpty() ? writing : gathering.onDisk;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    private void write() {
        for (Batch batch = next(); batch != null; batch = next()) {
            try {
                ByteBuffer lines = ByteBuffer.wrap(batch.lines.toByteArray());
                while (lines.hasRemaining()) {
                    file.write(lines);
                }
                file.force(false);
                batch.onDisk.complete(null);
            } catch (IOException | RuntimeException failure) {
                giveUp(failure);
                batch.onDisk.completeExceptionally(failure);
            }
        }
    }

    /** The next batch to write, or null once closed and written. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            while (gathering.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (gathering.isEmpty()) {
                return null;
            }
            Batch batch = gathering;
            writing = batch.onDisk;
            gathering = new Batch();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Exception failure) {
        LOG.atError().setCause(failure).log("the journal cannot be written; nothing more is sold");
        lock.lock();
        try {
            broken = failure;
            gathering.onDisk.completeExceptionally(failure);
            gathering = new Batch();
        } finally {
            lock.unlock();
        }
    }

    private static final class Batch {

        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private final CompletableFuture<Void> onDisk = new CompletableFuture<>();

        boolean isEmpty() {
            return lines.size() == 0;
        }
    }
}
