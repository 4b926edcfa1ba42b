package io.waybill.provider.panel;

import io.waybill.provider.Provider;
import io.waybill.provider.ProviderContract;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The panel adapter keeps the contract, over real sockets. */
class PanelContractTest extends ProviderContract {
    private static final String NOT_FOUND = "{\"ok\":false,\"error\":\"order_not_found\"}";
    private static final String HTML = "<html><body><h1>502</h1>code: " + CODE + " " + RECIPIENT + "</body></html>";

    @Override
    protected Counterpart counterpart() throws Exception {
        return new PanelCounterpart();
    }

    private static final class PanelCounterpart implements Counterpart {
        private final ScriptedServer server = ScriptedServer.start(Script.json(500, "{}"));
        private final AtomicInteger orders = new AtomicInteger();
        private Provider provider = Panels.connect(server.url(), KEY, ANSWER_TIMEOUT);

        PanelCounterpart() throws IOException {}

        @Override
        public Provider provider() {
            return provider;
        }

        @Override
        public void behave(Behaviour behaviour) {
            if (behaviour == Behaviour.UNREACHABLE) {
                provider.close();
                provider = Panels.connect(deadAddress(), KEY, ANSWER_TIMEOUT);
            }
            server.otherwise(script(behaviour));
        }

        private Script script(Behaviour behaviour) {
            return switch (behaviour) {
                case DELIVERS ->
                    connection -> Script.json(
                                    200,
                                    "{\"ok\":true,\"order_id\":" + orders.incrementAndGet()
                                            + ",\"status\":\"completed\",\"delivery\":{\"codes\":[\"" + CODE
                                            + "\"],\"message\":\"for " + RECIPIENT + "\"}}")
                            .play(connection);
                case ACCEPTS -> Script.json(200, "{\"ok\":true,\"order_id\":\"A-7\",\"status\":\"pending\"}");
                case OUT_OF_STOCK -> refusal(409, "out_of_stock");
                case INVALID_RECIPIENT -> refusal(400, "validation");
                case ITEM_GONE -> refusal(404, "item_not_found");
                case NO_FUNDS -> refusal(402, "insufficient_balance");
                case BAD_KEY -> refusal(401, "unauthorized");
                case CLOSED -> refusal(503, "wallet_disabled");
                case BUSY -> Script.answer(429, "Retry-After: 7\r\n", "{\"ok\":false,\"error\":\"rate_limited\"}");
                case CONTRADICTS_ITSELF -> Script.json(409, "{\"ok\":false,\"error\":\"out_of_stock\",\"order_id\":5}");
                case FAILS_INSIDE ->
                    Script.json(500, "{\"ok\":false,\"error\":\"internal\",\"message\":\"" + KEY + "\"}");
                case REDIRECTS -> Script.answer(302, "Location: " + server.url() + "/elsewhere\r\n", "");
                case ANSWERS_HTML -> Script.answer(200, "Content-Type: text/html\r\n", HTML);
                case BREAKS_OFF ->
                    connection -> {
                        connection.read();
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"ok\":true,\"order_id\":7,"
                                + "\"player_id\":\"" + RECIPIENT + "\",\"delivery\":{\"codes\":[\"" + CODE + "\",");
                        connection.hangUp();
                    };
                case NEVER_ENDS ->
                    connection -> {
                        connection.read();
                        connection.write(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"ok\":true,\"order_id\":7,");
                        for (byte[] spaces = " ".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                                ; ) {
                            connection.write(spaces);
                        }
                    };
                case SAYS_NOTHING ->
                    connection -> {
                        connection.read();
                        connection.hold();
                    };
                case HANGS_UP ->
                    connection -> {
                        connection.read();
                        connection.reset();
                    };
                case UNREACHABLE -> ScriptedServer.Connection::reset;
            };
        }

        private static Script refusal(int status, String error) {
            return Script.json(
                    status, "{\"ok\":false,\"error\":\"" + error + "\",\"message\":\"" + RECIPIENT + " no\"}");
        }

        @Override
        public int asked() {
            return server.requests().size();
        }

        @Override
        public void balance(String balance) {
            server.otherwise(Script.json(200, "{\"ok\":true,\"user\":{\"id\":1,\"balance\":\"" + balance + "\"}}"));
        }

        @Override
        public void offer() {
            server.otherwise(Script.json(200, "{\"ok\":true,\"currency\":\"BDT\",\"products\":[" + rows() + "]}"));
        }

        @Override
        public void offerAndBreakOff() {
            server.otherwise(Script.json(200, "{\"ok\":true,\"currency\":\"BDT\",\"products\":[" + rows()));
        }

        private static String rows() {
            return """
                    {"item_id":1,"name":"One","price":2.50,"currency":"USD"},
                    {"item_id":9,"name":"Bad","price":"much"},
                    {"item_id":"two","name":"Two","price":"300.00"}
                    """;
        }

        @Override
        public void tell(Map<String, Progress> purchases) {
            server.otherwise(connection -> {
                String path = connection.read().path();
                String query = path.contains("?ids=") ? path.replaceAll(".*[?]ids=([^&]*).*", "$1") : "";
                if (query.isEmpty()) {
                    String id = path.substring(path.lastIndexOf('/') + 1);
                    Progress progress = purchases.get(id);
                    reply(connection, progress == null ? 404 : 200, progress == null ? NOT_FOUND : order(id, progress));
                    return;
                }
                reply(
                        connection,
                        200,
                        Stream.of(query.split(","))
                                .filter(purchases::containsKey)
                                .map(id -> order(id, purchases.get(id)))
                                .collect(Collectors.joining(
                                        ",", "{\"ok\":true,\"orders\":[", "],\"has_more\":false,\"next\":null}")));
            });
        }

        private static String order(String id, Progress progress) {
            String rest =
                    switch (progress) {
                        case WORKING -> "\"status\":\"in_progress\",\"final\":false";
                        case MUSING -> "\"status\":\"musing\"";
                        case DELIVERED ->
                            "\"status\":\"completed\",\"final\":true,\"delivery\":{\"codes\":[\"" + CODE
                                    + "\"],\"message\":\"" + RECIPIENT + "\"}";
                        case PARTLY ->
                            "\"status\":\"partial\",\"final\":true,\"charged_usd\":\"4.000000\",\"refunded_usd\":1.0";
                        case PARTLY_OF_NOBODY_KNOWS_WHAT -> "\"status\":\"partial\",\"refunded_usd\":\"some\"";
                        case CANCELED -> "\"status\":\"Cancelled\",\"final\":true";
                    };
            return "{\"ok\":true,\"order_id\":" + id + ",\"amount\":\"1.00\"," + rest + "}";
        }

        private static void reply(ScriptedServer.Connection connection, int status, String body) throws IOException {
            int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            connection.write("HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n" + body);
        }

        @Override
        public void cancels(Cancels answer) {
            server.otherwise(
                    switch (answer) {
                        case TAKES_IT ->
                            Script.json(
                                    200, "{\"ok\":true,\"order_id\":11,\"status\":\"in_progress\",\"final\":false}");
                        case REFUSES -> refusal(409, "not_cancelable");
                        case FAILS_INSIDE -> script(Behaviour.FAILS_INSIDE);
                        case ANSWERS_HTML -> script(Behaviour.ANSWERS_HTML);
                        case HANGS_UP -> script(Behaviour.HANGS_UP);
                        case SAYS_NOTHING -> script(Behaviour.SAYS_NOTHING);
                    });
        }

        @Override
        public void close() throws IOException {
            server.close();
            provider.close();
        }

        private static URI deadAddress() {
            try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return URI.create("http://127.0.0.1:" + gone.getLocalPort() + "/api/v1");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
