package io.waybill.provider.panel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of each mebibyte that passes, and of what remains at the end. For one thread. */
final class BlockDigests {
    /** Bytes in a block. */
    static final int BLOCK = 1 << 20;

    /** Characters for a block. */
    static final int LENGTH = 64;

    private final MessageDigest digest = sha256();
    private final StringBuilder ended = new StringBuilder();
    private int inBlock;

    void update(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            int taken = Math.min(length - done, BLOCK - inBlock);
            digest.update(bytes, offset + done, taken);
            inBlock += taken;
            done += taken;
            if (inBlock == BLOCK) {
                endBlock();
            }
        }
    }

    /** Of everything so far, in hex, one after the other; a block that is not full ends here. */
    String text() {
        if (inBlock > 0) {
            endBlock();
        }
        return ended.toString();
    }

    private void endBlock() {
        ended.append(HexFormat.of().formatHex(digest.digest()));
        inBlock = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
