package io.waybill.provider.smm;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Cancellation;
import io.waybill.provider.Damage;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderException;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Connection;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A panel that sells or does not, works or has ended, and then answers anything: status, headers, body, framing, timing
 * and connection in all combinations. No sale is called refused and no refusal a sale, no order ends that has not
 * ended, in bounded time and memory. A failure names its seed; {@code -Dwaybill.test.seed} replays it.
 */
class SmmFuzzTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int ANSWERS = Integer.getInteger("waybill.answers", 600);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(150);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** What a sender gets rid of before the reader's limit of 256 KiB is noticed: buffers of both sides. */
    private static final long MOST_TAKEN = 16 << 20;

    private static final List<Integer> STATUSES = List.of(
            200, 200, 201, 202, 204, 299, 301, 302, 304, 307, 400, 401, 402, 403, 404, 408, 409, 418, 422, 429, 451,
            499, 500, 501, 502, 503, 504, 520, 599, 999);
    private static final List<String> REFUSALS = List.of(
            "Invalid API key", "Incorrect service ID", "neworder.error.not_enough_funds", "neworder.error.link");
    private static final List<String> HEADERS = List.of(
            "",
            "Content-Type: text/html\r\n",
            "Content-Encoding: gzip\r\n",
            "Retry-After: 99999999999999999999\r\n",
            "Location: https://127.0.0.1:1/elsewhere\r\n",
            "Set-Cookie: a=b; Domain=.\r\n",
            "WWW-Authenticate: Basic realm=\"x\"\r\n",
            "Connection: upgrade\r\nUpgrade: h2c\r\n",
            "X-Long: " + "x".repeat(30_000) + "\r\n",
            "X-Many: y\r\n".repeat(300));

    @Test
    void whateverAPanelAnswersNoSaleIsCalledRefusedAndNoRefusalASale() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = SmmPanels.connect(server.url(), SmmPanels.KEY, ANSWER_TIMEOUT)) {
            int bought = 0;
            int refused = 0;
            for (long seed = SEED; seed < SEED + ANSWERS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                boolean sold = random.nextBoolean();
                String honest = sold ? "{\"order\":7}" : "{\"error\":\"" + any(REFUSALS, random) + "\"}";
                Answer answer = Answer.of(honest, sold, random);
                server.otherwise(answer);
                long start = System.nanoTime();

                Outcome outcome = provider.buy(SmmPanels.purchase(seed), () -> true);

                assertInTime(start, seed);
                assertThat(outcome)
                        .as("seed %d: %s", seed, answer.text())
                        .isNotInstanceOf(sold ? NotBought.class : Bought.class);
                assertThat(outcome.toString()).as("seed %d", seed).doesNotContain(SmmPanels.KEY, SmmPanels.LINK);
                assertThat(outcome.exchange().answer()).as("seed %d", seed).hasSizeLessThan(2_200);
                bought += outcome instanceof Bought ? 1 : 0;
                refused += outcome instanceof NotBought ? 1 : 0;
            }
            assertThat(bought).isPositive();
            assertThat(refused).isPositive();
        }
    }

    @Test
    void onlyStatusesThatGoWithATextOfTheListAreDefinite() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = SmmPanels.connect(server.url(), SmmPanels.KEY, Duration.ofSeconds(5))) {
            for (int status : STATUSES.stream().distinct().toList()) {
                for (String text : List.of("Not enough funds", "Something else", "link_duplicate", "")) {
                    server.otherwise(Script.answer(status, "Connection: close\r\n", "{\"error\":\"" + text + "\"}"));
                    boolean definite = status == 401
                            || status == 429
                            || (text.equals("Not enough funds")
                                    && (status == 200 || (status >= 400 && status < 500 && status != 408)));

                    assertThat(provider.buy(SmmPanels.purchase(1), () -> true))
                            .as("%d %s", status, text)
                            .isInstanceOf(definite ? NotBought.class : Unknown.class);
                }
            }
        }
    }

    @Test
    void whateverAPanelAnswersNoOrderEndsThatHasNotEnded() throws IOException {
        List<String> words = List.of("In progress", "Completed", "Partial", "Canceled");
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = SmmPanels.connect(server.url(), SmmPanels.KEY, ANSWER_TIMEOUT)) {
            int ended = 0;
            int unanswered = 0;
            for (long seed = SEED; seed < SEED + ANSWERS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                String word = any(words, random);
                boolean single = random.nextBoolean();
                String order = "{\"status\":\"" + word + "\",\"remains\":\"157\",\"note\":\"SECRET-CODE-1\"}";
                server.otherwise(Answer.of(single ? order : "{\"7\":" + order + "}", false, random));
                long start = System.nanoTime();
                try {
                    PurchaseState state = provider.states(single ? List.of("7") : List.of("7", "8"))
                            .get("7");
                    assertThat(ends(state) && !meant(word).isInstance(state))
                            .as("seed %d: %s for %s", seed, state, word)
                            .isFalse();
                    assertThat(state.toString()).as("seed %d", seed).doesNotContain("SECRET-CODE-1");
                    ended += ends(state) ? 1 : 0;
                } catch (ProviderException _) {
                    unanswered++;
                }
                assertInTime(start, seed);
            }
            assertThat(ended).isPositive();
            assertThat(unanswered).isPositive();
        }
    }

    @Test
    void whateverAPanelAnswersACancelIsNeverConfirmed() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = SmmPanels.connect(server.url(), SmmPanels.KEY, ANSWER_TIMEOUT)) {
            int taken = 0;
            for (long seed = SEED; seed < SEED + ANSWERS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                server.otherwise(Answer.of("[{\"order\":7,\"cancel\":1}]", false, random));

                Cancellation cancellation = provider.cancel("7");

                assertThat(cancellation)
                        .as("seed %d", seed)
                        .isInstanceOfAny(Cancellation.Taken.class, Cancellation.Unknown.class);
                taken += cancellation instanceof Cancellation.Taken ? 1 : 0;
            }
            assertThat(taken).isPositive();
        }
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToItsEnd() throws IOException {
        AtomicLong taken = new AtomicLong();
        byte[] piece = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.read();
                    connection.write("HTTP/1.1 200 OK\r\n\r\n{\"order\":7,");
                    while (taken.get() < 8 * MOST_TAKEN) {
                        connection.write(piece);
                        taken.addAndGet(piece.length);
                    }
                });
                Provider provider = SmmPanels.connect(server.url(), SmmPanels.KEY, Duration.ofSeconds(5))) {
            assertThat(provider.buy(SmmPanels.purchase(1), () -> true)).isInstanceOf(Unknown.class);
        }
        assertThat(taken.get()).isLessThan(MOST_TAKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "charge", "a"})
    void aNumberWithoutAnEndProvesNothingAndCostsNoTime(String field) throws IOException {
        String body = "{\"" + field + "\":" + "9".repeat(200_000) + ",\"error\":\"Not enough funds\"}";
        try (ScriptedServer server = ScriptedServer.start(Script.json(200, body));
                Provider provider = SmmPanels.connect(server.url(), SmmPanels.KEY, Duration.ofSeconds(5))) {
            long start = System.nanoTime();

            assertThat(provider.buy(SmmPanels.purchase(1), () -> true)).isInstanceOf(Unknown.class);
            assertInTime(start, 0);
        }
    }

    private static void assertInTime(long start, long seed) {
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("seed %d", seed)
                .isLessThan(LONGEST);
    }

    private static boolean ends(PurchaseState state) {
        return switch (state) {
            case PurchaseState.Delivered _, PurchaseState.Partly _, PurchaseState.Failed _, PurchaseState.Canceled _ ->
                true;
            case PurchaseState.Working _, PurchaseState.NotFound _, PurchaseState.Unclear _ -> false;
        };
    }

    private static Class<? extends PurchaseState> meant(String word) {
        return switch (word) {
            case "Completed" -> PurchaseState.Delivered.class;
            case "Partial" -> PurchaseState.Partly.class;
            case "Canceled" -> PurchaseState.Canceled.class;
            default -> PurchaseState.Working.class;
        };
    }

    private static <T> T any(List<T> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    /** The bytes of an answer, and how they come. */
    private record Answer(String text, int half, boolean pauses, boolean resets) implements Script {
        /** @param sold then no status says by itself that the request was not served */
        static Answer of(String honest, boolean sold, SplittableRandom random) {
            String text =
                    switch (random.nextInt(6)) {
                        case 0, 1 -> head(200, honest, random) + honest;
                        case 2 -> head(status(sold, random), honest, random) + honest;
                        case 3 -> head(status(sold, random), "", random) + Damage.to(honest, random);
                        case 4 -> head(status(sold, random), "", random) + Damage.garbage(300, random);
                        default -> Damage.to(head(200, honest, random) + honest, random);
                    };
            return new Answer(text, random.nextInt(text.length() + 1), random.nextInt(15) == 0, random.nextInt(4) == 0);
        }

        private static int status(boolean sold, SplittableRandom random) {
            int status = any(STATUSES, random);
            return sold && (status == 401 || status == 429) ? 500 : status;
        }

        private static String head(int status, String body, SplittableRandom random) {
            String length =
                    switch (body.isEmpty() ? 0 : random.nextInt(8)) {
                        case 0 -> "Connection: close\r\n";
                        case 1 -> "Content-Length: " + (body.length() + 5) + "\r\n";
                        case 2 -> "Content-Length: " + body.length() + "\r\nContent-Length: 1\r\n";
                        default -> "Content-Length: " + body.length() + "\r\n";
                    };
            return "HTTP/1.1 " + status + " X\r\n" + any(HEADERS, random) + length + "\r\n";
        }

        @Override
        public void play(Connection connection) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
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
        }
    }
}
