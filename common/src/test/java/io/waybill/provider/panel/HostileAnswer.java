package io.waybill.provider.panel;

import io.waybill.provider.ScriptedServer.Connection;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One answer, made from a seed. What it means is decided by how it was made, by a list of refusals of its own: a defect
 * of the adapter can't hide in it.
 *
 * @param ok the field as it stands in the body; empty: none
 * @param error likewise
 * @param orderId likewise
 * @param charged likewise
 */
record HostileAnswer(
        int status,
        String ok,
        String error,
        String orderId,
        String charged,
        Damage damage,
        Framing framing,
        String header,
        Timing timing,
        Ending ending)
        implements Script {
    private static final Duration TOO_LONG = Duration.ofMillis(600);
    private static final List<Integer> STATUSES = List.of(
            200, 200, 200, 201, 202, 204, 206, 299, 301, 302, 304, 307, 400, 401, 402, 403, 404, 405, 408, 409, 410,
            418, 422, 425, 429, 451, 499, 500, 501, 502, 503, 503, 504, 520, 599, 999);
    private static final List<String> OK = List.of("true", "false", "false", "\"true\"", "\"false\"", "1", "null", "");
    private static final List<String> ERRORS = List.of(
            "\"out_of_stock\"",
            "\"validation\"",
            "\"item_not_found\"",
            "\"insufficient_balance\"",
            "\"wallet_disabled\"",
            "\"unauthorized\"",
            "\"forbidden\"",
            "\"not_found\"",
            "\"rate_limited\"",
            "\"unavailable\"",
            "\"internal_error\"",
            "\"OUT_OF_STOCK\"",
            "\"out_of_stock \"",
            "[\"out_of_stock\"]",
            "{\"code\":\"validation\"}",
            "404",
            "null",
            "\"\"",
            "");
    private static final List<String> ORDER_IDS = List.of(
            "7", "\"A-7\"", "", "", "", "null", "\"\"", "\" \"", "[7]", "{}", "1e3", "7.5", "true", "\"\\u0000\"");
    private static final List<String> CHARGED = List.of("", "", "false", "null", "true", "\"false\"", "0");
    private static final List<String> HEADERS = List.of(
            "",
            "Content-Type: text/html\r\n",
            "Content-Type: application/json; charset=utf-16\r\n",
            "Content-Encoding: gzip\r\n",
            "Retry-After: soon\r\n",
            "Retry-After: 99999999999999999999\r\n",
            "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
            "Location: https://127.0.0.1:1/elsewhere\r\n",
            "Set-Cookie: a=b; Domain=.\r\n",
            "WWW-Authenticate: Basic realm=\"x\"\r\n",
            "Proxy-Authenticate: Negotiate\r\n",
            "Connection: upgrade\r\nUpgrade: h2c\r\n",
            "X-Long: " + "x".repeat(30_000) + "\r\n",
            "X-Many: y\r\n".repeat(300));

    /** Refusals by their word; the statuses from 400 on that go with each, 408 apart, are in {@link #goesWith}. */
    private static final Set<String> REFUSALS = Set.of(
            "\"out_of_stock\"",
            "\"validation\"",
            "\"item_not_found\"",
            "\"insufficient_balance\"",
            "\"wallet_disabled\"",
            "\"unauthorized\"",
            "\"forbidden\"",
            "\"not_found\"");

    static HostileAnswer of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean disturbed = random.nextInt(3) == 0;
        boolean almostSale = random.nextInt(6) == 0;
        return new HostileAnswer(
                almostSale ? 200 : any(STATUSES, random),
                almostSale ? "true" : any(OK, random),
                almostSale ? "" : any(ERRORS, random),
                almostSale ? "7" : any(ORDER_IDS, random),
                any(CHARGED, random),
                random.nextInt(4) == 0 ? any(List.of(Damage.values()), random) : Damage.NONE,
                disturbed ? any(List.of(Framing.values()), random) : Framing.LENGTH,
                random.nextBoolean() ? any(HEADERS, random) : "",
                disturbed ? any(List.of(Timing.values()), random) : Timing.AT_ONCE,
                disturbed ? any(List.of(Ending.values()), random) : Ending.HANGS_UP);
    }

    /** Every status with every word, as a refusal that contradicts nothing and arrives whole. */
    static List<HostileAnswer> plainRefusals() {
        return STATUSES.stream()
                .distinct()
                .flatMap(status -> ERRORS.stream()
                        .map(error -> new HostileAnswer(
                                status,
                                "false",
                                error,
                                "",
                                "",
                                Damage.NONE,
                                Framing.LENGTH,
                                "Connection: close\r\n",
                                Timing.AT_ONCE,
                                Ending.HANGS_UP)))
                .toList();
    }

    private static <T> T any(List<T> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    /** What may be concluded from it, if it arrives. */
    Meaning meaning() {
        boolean running = Set.of(Framing.TOO_SHORT, Framing.UNTIL_CLOSE).contains(framing)
                && ending == Ending.SAYS_MORE; // into the next answer
        boolean readable = damage == Damage.NONE && hasBody() && !running;
        if (!readable) {
            return status == 401 || status == 429 ? Meaning.DEFINITE_REFUSAL : Meaning.NOTHING;
        }
        boolean names = Set.of("7", "\"A-7\"").contains(orderId);
        if (ok.equals("true")) {
            boolean sold = status == 200 && names && Set.of("", "null").contains(error);
            return sold ? Meaning.SALE : Meaning.NOTHING;
        }
        boolean contradicts = !Set.of("", "null").contains(orderId)
                || !Set.of("", "null", "false").contains(charged);
        if (!ok.equals("false") || contradicts) {
            return Meaning.NOTHING;
        }
        return goesWith() ? Meaning.DEFINITE_REFUSAL : Meaning.NOTHING;
    }

    private boolean goesWith() {
        if (status == 429) {
            return true;
        }
        if (error.equals("\"unavailable\"")) {
            return status == 503 && charged.equals("false");
        }
        if (status == 503) {
            return error.equals("\"wallet_disabled\"");
        }
        boolean known = REFUSALS.contains(error) && status != 408;
        return status == 401 || status == 403 || (status >= 400 && status < 500 && known);
    }

    /** It arrives whole and in time, whatever it says. */
    boolean isUndisturbed() {
        return framing == Framing.LENGTH && timing == Timing.AT_ONCE && ending == Ending.HANGS_UP && hasBody();
    }

    /** A client reads no body after these. */
    private boolean hasBody() {
        return status != 204 && status != 304;
    }

    @Override
    public void play(Connection connection) throws IOException {
        connection.read();
        byte[] bytes = bytes();
        switch (timing) {
            case AT_ONCE -> connection.write(bytes);
            case IN_TWO -> {
                connection.write(Arrays.copyOf(bytes, bytes.length / 2));
                connection.write(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
            }
            case STALLS -> {
                connection.write(Arrays.copyOf(bytes, bytes.length - 1));
                connection.pause(TOO_LONG);
            }
            case SAYS_NOTHING -> connection.pause(TOO_LONG);
        }
        switch (ending) {
            case HANGS_UP -> connection.hangUp();
            case RESETS -> connection.reset();
            case SAYS_MORE -> {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                connection.hangUp();
            }
        }
    }

    private byte[] bytes() {
        String body = body();
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = "HTTP/1.1 " + status + " X\r\n" + header;
        String text =
                switch (framing) {
                    case LENGTH -> head + "Content-Length: " + length + "\r\n\r\n" + body;
                    case CHUNKED ->
                        head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n" + body
                                + "\r\n0\r\n\r\n";
                    case BROKEN_CHUNKS -> head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body;
                    case UNTIL_CLOSE -> head + "Connection: close\r\n\r\n" + body;
                    case TOO_SHORT -> head + "Content-Length: " + (length + 5) + "\r\n\r\n" + body;
                    case TWO_LENGTHS -> head + "Content-Length: " + length + "\r\nContent-Length: 1\r\n\r\n" + body;
                    case INTERIM ->
                        "HTTP/1.1 100 Continue\r\n\r\n" + head + "Content-Length: " + length + "\r\n\r\n" + body;
                    case NO_HTTP -> body;
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String body() {
        StringBuilder body = new StringBuilder("{\"request_id\":\"r\"");
        Map.of("ok", ok, "error", error, "order_id", orderId, "charged", charged)
                .forEach((name, value) -> {
                    if (!value.isEmpty()) {
                        body.append(",\"").append(name).append("\":").append(value);
                    }
                });
        String whole = body.append('}').toString();
        return switch (damage) {
            case NONE -> whole;
            case CUT -> whole.substring(0, whole.length() - 1);
            case EMPTY -> "";
            case TRAILING -> whole + whole;
            case TWICE -> "{\"ok\":true,\"ok\":false,\"error\":\"validation\"}";
            case ARRAY -> "[" + whole + "]";
            case HTML -> "<html><body>" + whole + "</body></html>";
            case DEEP -> "{\"a\":".repeat(5_000) + whole;
            case NO_UTF8 -> whole.replace("\"r\"", "\"\u0000\"");
        };
    }

    /** What its body suffers; none of these can be read, so none proves anything. */
    enum Damage {
        NONE,
        CUT,
        EMPTY,
        TRAILING,
        TWICE,
        ARRAY,
        HTML,
        DEEP,
        NO_UTF8
    }

    enum Framing {
        LENGTH,
        CHUNKED,
        BROKEN_CHUNKS,
        UNTIL_CLOSE,
        TOO_SHORT,
        TWO_LENGTHS,
        INTERIM,
        NO_HTTP
    }

    enum Timing {
        AT_ONCE,
        IN_TWO,
        STALLS,
        SAYS_NOTHING
    }

    enum Ending {
        HANGS_UP,
        RESETS,
        SAYS_MORE
    }

    /** What an answer proves at most. */
    enum Meaning {
        SALE,
        DEFINITE_REFUSAL,
        NOTHING
    }
}
