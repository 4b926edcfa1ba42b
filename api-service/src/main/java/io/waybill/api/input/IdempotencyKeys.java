package io.waybill.api.input;

import io.waybill.api.http.RefusedException;
import io.waybill.error.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the Idempotency-Key of a request. */
public final class IdempotencyKeys {
    public static final int MAX_LENGTH = 255;
    private static final String HEADER = "Idempotency-Key";

    private IdempotencyKeys() {}

    /**
     * The header's key without its quotes; null if there is none.
     *
     * @throws RefusedException 400 if it is empty, too long, given twice, or not printable ASCII
     */
    public static @Nullable String ofHeader(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders(HEADER));
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw wrong("format", "the header is given twice");
        }
        String key = unquoted(values.getFirst().strip());
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw wrong("too_long", "must have 1 to " + MAX_LENGTH + " characters");
        }
        if (!key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw wrong("format", "must be printable ASCII");
        }
        return key;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\([\\\\\"])", "$1") : value;
    }

    /** The key of one element of a batch: the same for the same header and place, and like no other. */
    public static @Nullable String ofElement(@Nullable String headerKey, int index) {
        if (headerKey == null) {
            return null;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(headerKey.getBytes(StandardCharsets.UTF_8));
            return "batch:" + HexFormat.of().formatHex(hash) + ":" + index;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    private static RefusedException wrong(String code, String message) {
        return new RefusedException(Refusal.invalid(HEADER, code, message));
    }
}
