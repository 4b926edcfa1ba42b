package io.waybill.spool;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes on their way through a temporary file: first all are written, then they are read, as often as one likes. The
 * file loses its name as soon as it is open, so that nothing stays behind however the process ends. For one thread.
 */
public final class Spool implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final RandomAccessFile file;
    private final OutputStream out;

    private Spool(Path path) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.out = new BufferedOutputStream(new FileOutputStream(file.getFD()), BUFFER);
    }

    /** @throws IOException if the temporary directory takes no file */
    public static Spool create() throws IOException {
        Path path = Files.createTempFile("waybill-", ".spool");
        try {
            return new Spool(path);
        } finally {
            Files.delete(path);
        }
    }

    /** Through a file that is there already, and stays: a full disk, for one. */
    static Spool over(Path path) throws IOException {
        return new Spool(path);
    }

    /** @throws IOException if the disk is full, for one */
    public void write(byte[] bytes, int length) throws IOException {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw full(e);
        }
    }

    /**
     * All is written.
     *
     * @throws IOException if the disk is full, for one
     */
    public void complete() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** All of it, from the beginning; one reader at a time. After that nothing may be written. */
    public InputStream open() throws IOException {
        complete();
        file.seek(0);
        return new StaysOpen(new FileInputStream(file.getFD()));
    }

    private static IOException full(IOException cause) {
        return new IOException("the temporary file takes no more (" + cause.getMessage() + ")", cause);
    }

    /** Drops the bytes, those included that were not written through yet. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Another reader may follow. */
    private static final class StaysOpen extends FilterInputStream {
        StaysOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // the spool closes its file
        }
    }

    /** Where spools come from. */
    @FunctionalInterface
    public interface Source {
        Spool open() throws IOException;
    }
}
