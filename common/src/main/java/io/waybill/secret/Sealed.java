package io.waybill.secret;

import java.util.Arrays;

/**
 * A sealed text: nonce, ciphertext and tag, as {@link SecretBox} wrote them. Worthless without the master key.
 * Immutable.
 */
public final class Sealed {
    private final byte[] bytes;

    private Sealed(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Sealed ofBytes(byte[] bytes) {
        return new Sealed(bytes.clone());
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + bytes.length + " bytes]";
    }
}
