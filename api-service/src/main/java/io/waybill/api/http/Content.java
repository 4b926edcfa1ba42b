package io.waybill.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes to answer with, and what they are. Immutable, so that one can be answered to many at once. */
public final class Content {
    public static final String JSON = "application/json; charset=utf-8";
    public static final Content NONE = new Content("", new byte[0]);

    private final String type;
    private final byte[] bytes;

    private Content(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** @param bytes must not be changed afterwards */
    public static Content json(byte[] bytes) {
        return new Content(JSON, bytes);
    }

    public static Content text(String type, String text) {
        return new Content(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public String type() {
        return type;
    }

    public int length() {
        return bytes.length;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }
}
