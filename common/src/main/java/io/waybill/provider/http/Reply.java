package io.waybill.provider.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What came of sending a purchase, before anyone reads what the answer says. */
public sealed interface Reply {
    /** The whole answer is here. */
    record Answered(int status, HttpHeaders headers, Body body) implements Reply {}

    /** The request was handed to the network, and no whole answer came back: anything may have happened. */
    record Lost(int status, Body body, String why) implements Reply {}

    /** Not a byte of what is to be bought has left, nor will. */
    record NeverSent(String why) implements Reply {}

    /** The bytes of an answer, perhaps only its beginning. */
    final class Body {
        public static final Body NONE = new Body(new byte[0]);
        private final byte[] bytes;

        public Body(byte[] bytes) {
            this.bytes = bytes;
        }

        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        public boolean isEmpty() {
            return bytes.length == 0;
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
