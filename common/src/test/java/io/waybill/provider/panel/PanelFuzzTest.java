package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Damage;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Provider;
import io.waybill.provider.Purchase;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Connection;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A provider that sells or does not, and then answers anything: whatever it answers, no sale is called refused and no
 * refusal a sale. A failure names its seed; put it into {@link #SEED} to replay it.
 */
class PanelFuzzTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int PURCHASES = 600;
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(150);
    private static final int[] STATUSES = {
        200, 201, 204, 301, 302, 400, 401, 402, 403, 404, 408, 409, 422, 500, 502, 503, 504, 599
    };
    private static final String[] REFUSALS = {
        "409 out_of_stock",
        "400 validation",
        "404 item_not_found",
        "402 insufficient_balance",
        "503 wallet_disabled",
        "401 unauthorized",
        "403 forbidden",
        "429 rate_limited"
    };
    private static final String SALE =
            "{\"ok\":true,\"order_id\":7,\"status\":\"completed\",\"delivery\":{\"codes\":[\"A-1\"]}}";

    @Test
    void whateverAProviderAnswersNothingIsGuessed() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = Panels.connect(server.url(), "sk_live_K", ANSWER_TIMEOUT)) {
            int bought = 0;
            int refused = 0;
            for (int i = 0; i < PURCHASES; i++) {
                long seed = SEED + i;
                Case played = new Case(new SplittableRandom(seed));
                server.otherwise(played.script);
                long start = System.nanoTime();

                Outcome outcome =
                        provider.buy(new Purchase(i, "ref-" + i, "1", 1, "user@example.com", Map.of()), () -> true);

                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("seed %d", seed)
                        .isLessThan(Duration.ofSeconds(5));
                assertThat(outcome)
                        .as("seed %d: %s", seed, played.text)
                        .isNotInstanceOf(played.sold ? NotBought.class : Bought.class);
                bought += outcome instanceof Bought ? 1 : 0;
                refused += outcome instanceof NotBought ? 1 : 0;
            }
            assertThat(bought).isPositive();
            assertThat(refused).isPositive();
        }
    }

    /** One purchase: whether it is sold, and what is answered about it. */
    private static final class Case {
        private final SplittableRandom random;
        private final boolean sold;
        private final String text;
        private final Script script;

        Case(SplittableRandom random) {
            this.random = random;
            this.sold = random.nextBoolean();
            this.text = answer();
            this.script = script();
        }

        private String answer() {
            return switch (random.nextInt(5)) {
                case 0, 1 -> honest();
                case 2 -> head(status(), "") + Damage.to(honest().split("\r\n\r\n", 2)[1], random);
                case 3 ->
                    head(status(), "") + (random.nextBoolean() ? "<html>code: 1</html>" : Damage.garbage(200, random));
                default -> random.nextBoolean() ? Damage.garbage(400, random) : Damage.to(honest(), random);
            };
        }

        private String honest() {
            if (sold) {
                return head(200, SALE) + SALE;
            }
            String[] refusal = REFUSALS[random.nextInt(REFUSALS.length)].split(" ");
            String body = "{\"ok\":false,\"error\":\"" + refusal[1] + "\"}";
            return head(Integer.parseInt(refusal[0]), body) + body;
        }

        /** A sold purchase is never answered by a status that alone says it was not served. */
        private int status() {
            int status = STATUSES[random.nextInt(STATUSES.length)];
            return sold && status == 401 ? 500 : status;
        }

        private String head(int status, String body) {
            String length = body.isEmpty() ? "Connection: close\r\n" : "Content-Length: " + body.length() + "\r\n";
            String[] odd = {
                "",
                "Retry-After: soon\r\n",
                "Content-Type: text/html\r\n",
                "Content-Encoding: gzip\r\n",
                "Location: /elsewhere\r\n",
                "X-Long: " + "x".repeat(random.nextInt(20_000)) + "\r\n"
            };
            return "HTTP/1.1 " + status + " X\r\n" + odd[random.nextInt(odd.length)] + length + "\r\n";
        }

        private Script script() {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            int half = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            boolean pauses = random.nextInt(10) == 0;
            boolean resets = random.nextInt(4) == 0;
            return connection -> {
                connection.read();
                connection.write(Arrays.copyOf(bytes, half));
                if (pauses) {
                    connection.pause(ANSWER_TIMEOUT.multipliedBy(2));
                }
                connection.write(Arrays.copyOfRange(bytes, half, bytes.length));
                if (resets) {
                    connection.reset();
                } else {
                    connection.hangUp();
                }
            };
        }
    }
}
