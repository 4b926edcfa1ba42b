package io.waybill.provider.panel;

import io.waybill.provider.Provider;
import io.waybill.provider.ProviderContract;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** The panel adapter keeps the contract, over real sockets. */
class PanelContractTest extends ProviderContract {
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
