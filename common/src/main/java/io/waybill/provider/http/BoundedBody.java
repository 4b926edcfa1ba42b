package io.waybill.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** Reads an answer's body up to a size, until a deadline, and waiting only so long for each piece. For one thread. */
final class BoundedBody extends InputStream {
    private final Chunks chunks;
    private final long deadline;
    private final long patience;
    private final long limit;
    private Iterator<ByteBuffer> piece = List.<ByteBuffer>of().iterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long count;
    private boolean ended;

    /**
     * @param deadline {@link System#nanoTime()} at which reading ends
     * @param patience nanoseconds to wait for a single piece
     * @param limit most bytes
     */
    BoundedBody(Chunks chunks, long deadline, long patience, long limit) {
        this.chunks = chunks;
        this.deadline = deadline;
        this.patience = patience;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!current.hasRemaining()) {
            if (ended || !advance()) {
                return -1;
            }
        }
        int taken = Math.min(length, current.remaining());
        current.get(target, offset, taken);
        count += taken;
        if (count > limit) {
            throw new IOException("longer than " + limit + " bytes");
        }
        return taken;
    }

    private boolean advance() throws IOException {
        if (piece.hasNext()) {
            current = piece.next();
            return true;
        }
        List<ByteBuffer> next = chunks.next(Math.max(0, Math.min(patience, deadline - System.nanoTime())));
        if (next == null) {
            ended = true;
            return false;
        }
        piece = next.iterator();
        return true;
    }

    @Override
    public void close() {
        chunks.cancel();
    }
}
