package io.waybill.provider.panel;

import io.waybill.spool.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body that may be known already, byte for byte, by the digests of its blocks. As long as it is, it goes to
 * a temporary file, and nobody reads it; at the first block that is another, reading begins, while the rest arrives. So
 * what is new is read as fast as if nothing were known, and what nobody has seen before never fills the disk. For one
 * thread.
 */
final class FamiliarBody implements AutoCloseable {
    private final InputStream body;
    private final String known;
    private final Spool.Source spools;
    private final BlockDigests digests = new BlockDigests();
    private InputStream differing = InputStream.nullInputStream();
    private @Nullable Spool spool;

    /** @param known what {@link #digests} said of an earlier body; empty: nothing is known */
    FamiliarBody(InputStream body, String known, Spool.Source spools) {
        this.body = body;
        this.known = known;
        this.spools = spools;
    }

    /** Takes the body as far as it is as it was; asked once, and first. */
    boolean isKnown() throws IOException {
        if (known.isEmpty()) {
            return false;
        }
        byte[] block = new byte[BlockDigests.BLOCK];
        int length = take(block);
        while (length == block.length && known.startsWith(digests.text())) {
            keep(block);
            length = take(block);
        }
        differing = new ByteArrayInputStream(block, 0, length);
        return length < block.length && known.equals(digests.text());
    }

    private int take(byte[] block) throws IOException {
        int length = body.readNBytes(block, 0, block.length);
        digests.update(block, 0, length);
        return length;
    }

    private void keep(byte[] block) throws IOException {
        if (spool == null) {
            spool = spools.open();
        }
        spool.write(block, block.length);
    }

    /** The body from its beginning. */
    InputStream whole() throws IOException {
        InputStream taken = spool == null ? InputStream.nullInputStream() : spool.open();
        return new SequenceInputStream(Collections.enumeration(List.of(taken, differing, new Digested())));
    }

    /** Of the body, once it was read to its end. */
    String digests() {
        return digests.text();
    }

    @Override
    public void close() throws IOException {
        if (spool != null) {
            spool.close();
        }
    }

    /** The rest of the body. */
    private final class Digested extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = body.read(target, offset, length);
            if (read > 0) {
                digests.update(target, offset, read);
            }
            return read;
        }
    }
}
