package io.waybill.provider.smm;

import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderContract;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Connection;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The smm adapter keeps the contract, over real sockets. The protocol has no codes, no stock, and one currency. */
class SmmContractTest extends ProviderContract {
    private static final String HTML = "<html><body><h1>502</h1>code: " + CODE + " " + RECIPIENT + "</body></html>";

    @Override
    protected Counterpart counterpart() throws Exception {
        return new SmmCounterpart();
    }

    @Override
    protected boolean handsOverCodes() {
        return false;
    }

    @Override
    protected Reason reasonWhenSoldOut() {
        return Reason.REFUSED;
    }

    @Override
    protected String secondCurrency() {
        return "USD";
    }

    private static final class SmmCounterpart implements Counterpart {
        private final ScriptedServer server = ScriptedServer.start(Script.json(500, "{}"));
        private final AtomicInteger orders = new AtomicInteger();
        private Provider provider = SmmPanels.connect(server.url(), KEY, ANSWER_TIMEOUT);

        SmmCounterpart() throws IOException {}

        @Override
        public Provider provider() {
            return provider;
        }

        @Override
        public void behave(Behaviour behaviour) {
            if (behaviour == Behaviour.UNREACHABLE) {
                provider.close();
                provider = SmmPanels.connect(deadAddress(), KEY, ANSWER_TIMEOUT);
            }
            server.otherwise(script(behaviour));
        }

        private Script script(Behaviour behaviour) {
            return switch (behaviour) {
                case DELIVERS ->
                    connection -> Script.json(200, "{\"order\":" + orders.incrementAndGet() + "}")
                            .play(connection);
                case ACCEPTS -> Script.json(200, "{\"order\":\"23501\",\"link\":\"" + RECIPIENT + "\"}");
                case OUT_OF_STOCK -> refusal("neworder.error.max_quantity");
                case INVALID_RECIPIENT -> refusal("Incorrect link " + RECIPIENT);
                case ITEM_GONE -> refusal("neworder.error.incorrect_service_id");
                case NO_FUNDS -> refusal("Not enough funds on balance");
                case BAD_KEY -> refusal("Invalid API key " + KEY);
                case CLOSED -> refusal("ACCOUNT_BANNED");
                case BUSY -> Script.answer(429, "Retry-After: 7\r\n", "{\"error\":\"Too many requests\"}");
                case CONTRADICTS_ITSELF -> Script.json(200, "{\"error\":\"Not enough funds\",\"order\":5}");
                case FAILS_INSIDE -> Script.json(500, "{\"error\":\"Not enough funds\",\"key\":\"" + KEY + "\"}");
                case REDIRECTS -> Script.answer(302, "Location: " + server.url() + "/elsewhere\r\n", "");
                case ANSWERS_HTML -> Script.answer(200, "Content-Type: text/html\r\n", HTML);
                case BREAKS_OFF ->
                    connection -> {
                        connection.read();
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"order\":7,\"link\":\""
                                + RECIPIENT + "\",\"code\":\"" + CODE + "\",");
                        connection.hangUp();
                    };
                case NEVER_ENDS ->
                    connection -> {
                        connection.read();
                        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"order\":7,");
                        for (byte[] spaces = " ".repeat(10_000).getBytes(StandardCharsets.US_ASCII); ; ) {
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
                case UNREACHABLE -> Connection::reset;
            };
        }

        private static Script refusal(String error) {
            return Script.json(200, "{\"error\":\"" + error + "\"}");
        }

        @Override
        public int asked() {
            return server.requests().size();
        }

        @Override
        public void balance(String balance) {
            server.otherwise(Script.json(200, "{\"balance\":\"" + balance + "\",\"currency\":\"USD\"}"));
        }

        @Override
        public void offer() {
            services("[" + rows() + "]");
        }

        @Override
        public void offerAndBreakOff() {
            services("[" + rows());
        }

        private void services(String list) {
            server.otherwise(connection -> reply(
                    connection,
                    connection.read().body().contains("action=balance")
                            ? "{\"balance\":\"1.00\",\"currency\":\"USD\"}"
                            : list));
        }

        private static String rows() {
            return """
                    {"service":1,"name":"One","type":"Default","category":"C","rate":2.50,"min":"10","max":"1000"},
                    {"service":9,"name":"Bad","type":"Default","rate":"much","min":1,"max":2},
                    {"service":"two","name":"Two","type":"Default","rate":"300.00","min":10,"max":1000}
                    """;
        }

        @Override
        public void tell(Map<String, Progress> purchases) {
            server.otherwise(connection -> {
                String body = connection.read().body();
                String ids = body.replaceAll(".*&orders?=([^&]*).*", "$1").replace("%2C", ",");
                reply(
                        connection,
                        body.contains("&orders=")
                                ? Stream.of(ids.split(","))
                                        .map(id -> "\"" + id + "\":" + order(purchases.get(id)))
                                        .collect(Collectors.joining(",", "{", "}"))
                                : order(purchases.get(ids)));
            });
        }

        private static String order(@Nullable Progress progress) {
            if (progress == null) {
                return "{\"error\":\"Incorrect order ID\"}";
            }
            String rest =
                    switch (progress) {
                        case WORKING -> "\"In progress\"";
                        case MUSING -> "\"Musing\"";
                        case DELIVERED -> "\"Completed\",\"remains\":\"0\",\"note\":\"" + CODE + RECIPIENT + "\"";
                        case PARTLY -> "\"Partial\",\"remains\":\"1\"";
                        case PARTLY_OF_NOBODY_KNOWS_WHAT -> "\"Partial\",\"remains\":null";
                        case CANCELED -> "\"Canceled\"";
                    };
            return "{\"charge\":\"0.27819\",\"start_count\":\"3572\",\"currency\":\"USD\",\"status\":" + rest + "}";
        }

        private static void reply(Connection connection, String body) throws IOException {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            connection.write("HTTP/1.1 200 X\r\nContent-Length: " + length + "\r\n\r\n" + body);
        }

        @Override
        public void cancels(Cancels answer) {
            server.otherwise(
                    switch (answer) {
                        case TAKES_IT -> Script.json(200, "[{\"order\":\"11\",\"cancel\":1}]");
                        case REFUSES ->
                            Script.json(200, "[{\"order\":11,\"cancel\":{\"error\":\"Incorrect order ID\"}}]");
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
                return URI.create("http://127.0.0.1:" + gone.getLocalPort() + "/api/v2");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
