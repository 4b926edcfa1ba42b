package io.waybill.order.placing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By which two requests with the same idempotency key are told apart: SHA-256 of their parsed fields, so that white
 * space, the order of fields and {@code 1.0} for {@code 1.00} make no difference. Immutable.
 */
final class RequestHash {
    private final byte[] sha256;

    private RequestHash(byte[] sha256) {
        this.sha256 = sha256;
    }

    static RequestHash of(OrderRequest request) {
        StringBuilder text = new StringBuilder(256);
        append(text, Long.toString(request.itemId()));
        append(text, Integer.toString(request.quantity()));
        append(text, request.playerId());
        append(text, request.externalRef());
        append(
                text,
                request.expectedPrice() == null
                        ? null
                        : request.expectedPrice().stripTrailingZeros().toString());
        new TreeMap<>(request.checkout()).forEach((name, value) -> {
            append(text, name);
            append(text, value);
        });
        return new RequestHash(sha256(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static RequestHash ofBytes(byte[] sha256) {
        return new RequestHash(sha256.clone());
    }

    byte[] toBytes() {
        return sha256.clone();
    }

    /** With its length before it, so that no value can pass for two. */
    private static void append(StringBuilder text, @Nullable String value) {
        if (value == null) {
            text.append('-');
        } else {
            text.append(value.length()).append(':').append(value);
        }
        text.append('\n');
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestHash hash && Arrays.equals(sha256, hash.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }
}
