package io.waybill.benchmark.peak;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of one answer after the other, and its status. Not thread-safe. */
final class AnswerParser {
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String CHUNKED = "\r\ntransfer-encoding:";
    private static final String CLOSES = "\r\nconnection: close\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private boolean inBody;
    private boolean chunked;
    private boolean closes;
    private long left;
    private int status;

    int status() {
        return status;
    }

    /** Whether the server ends the connection after this answer. */
    boolean closes() {
        return closes;
    }

    /** Takes what came; true if the answer is complete. */
    boolean take(ByteBuffer bytes) {
        if (!inBody) {
            String text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
            head.append(text);
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            begin(head.substring(0, end + 2));
            int bodyBytes = head.length() - end - 4;
            head.setLength(0);
            bytes.position(bytes.limit() - bodyBytes);
        }
        return body(bytes);
    }

    private void begin(String headers) {
        status = Integer.parseInt(headers, STATUS_AT, STATUS_AT + 3, 10);
        String lower = headers.toLowerCase(Locale.ROOT);
        int length = lower.indexOf(LENGTH);
        chunked = lower.contains(CHUNKED);
        closes = lower.contains(CLOSES);
        left = length < 0
                ? 0
                : Long.parseLong(lower.substring(length + LENGTH.length(), lower.indexOf("\r\n", length + 2))
                        .strip());
        inBody = true;
    }

    private boolean body(ByteBuffer bytes) {
        if (chunked) {
            int keep = Math.min(bytes.remaining(), LAST_CHUNK.length());
            tail.append(StandardCharsets.ISO_8859_1.decode(bytes.duplicate().position(bytes.limit() - keep)));
            if (tail.length() > LAST_CHUNK.length()) {
                tail.delete(0, tail.length() - LAST_CHUNK.length());
            }
            inBody = !tail.toString().equals(LAST_CHUNK);
        } else {
            left -= bytes.remaining();
            inBody = left > 0;
        }
        if (!inBody) {
            tail.setLength(0);
        }
        return !inBody;
    }
}
