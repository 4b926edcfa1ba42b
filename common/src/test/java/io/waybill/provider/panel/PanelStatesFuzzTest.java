package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Cancellation;
import io.waybill.provider.Damage;
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
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A provider that works on an order, or is done with it, and answers anything when it is asked: no order ends that has
 * not ended, none ends otherwise than it did, and nothing but the one exception leaves the adapter. A failure names its
 * seed.
 */
class PanelStatesFuzzTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int QUESTIONS = 500;
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(150);
    private static final int[] STATUSES = {200, 201, 204, 302, 400, 401, 404, 405, 409, 429, 500, 503, 599};

    @Test
    void whateverAProviderAnswersNoOrderEndsThatHasNotEnded() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = Panels.connect(server.url(), "sk_live_K", ANSWER_TIMEOUT)) {
            int ended = 0;
            int unanswered = 0;
            for (int i = 0; i < QUESTIONS; i++) {
                long seed = SEED + i;
                Case played = new Case(new SplittableRandom(seed));
                server.otherwise(played.script());
                long start = System.nanoTime();
                try {
                    Map<String, PurchaseState> states =
                            provider.states(played.single ? List.of("7") : List.of("7", "8"));
                    assertThat(states).as("seed %d", seed).hasSize(played.single ? 1 : 2);
                    PurchaseState state = states.get("7");
                    assertThat(isFinal(state) && !played.truth.isInstance(state))
                            .as("seed %d: %s as %s after %s", seed, state, played.truth.getSimpleName(), played.text)
                            .isFalse();
                    assertThat(state.toString()).as("seed %d", seed).doesNotContain("SECRET-CODE-1");
                    assertThat(state.answer()).as("seed %d", seed).hasSizeLessThan(2_100);
                    ended += isFinal(state) ? 1 : 0;
                } catch (ProviderException _) {
                    unanswered++;
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("seed %d", seed)
                        .isLessThan(Duration.ofSeconds(8));
            }
            assertThat(ended).isPositive();
            assertThat(unanswered).isPositive();
        }
    }

    @Test
    void whateverAProviderAnswersToACancelOnlyItsConfirmationIsOne() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = Panels.connect(server.url(), "sk_live_K", ANSWER_TIMEOUT)) {
            int confirmed = 0;
            for (int i = 0; i < QUESTIONS; i++) {
                long seed = SEED + i;
                Case played = new Case(new SplittableRandom(seed));
                server.otherwise(played.script());

                Cancellation cancellation = provider.cancel("7");

                assertThat(cancellation instanceof Cancellation.Canceled
                                && played.truth != PurchaseState.Canceled.class)
                        .as("seed %d: %s after %s", seed, cancellation, played.text)
                        .isFalse();
                confirmed += cancellation instanceof Cancellation.Canceled ? 1 : 0;
            }
            assertThat(confirmed).isPositive();
        }
    }

    private static boolean isFinal(PurchaseState state) {
        return switch (state) {
            case PurchaseState.Delivered _, PurchaseState.Partly _, PurchaseState.Failed _, PurchaseState.Canceled _ ->
                true;
            case PurchaseState.Working _, PurchaseState.NotFound _, PurchaseState.Unclear _ -> false;
        };
    }

    /** One order, what is true of it, and what is answered. */
    private static final class Case {
        private final SplittableRandom random;
        private final boolean single;
        private final Class<? extends PurchaseState> truth;
        private final String word;
        private final String text;

        Case(SplittableRandom random) {
            this.random = random;
            this.single = random.nextBoolean();
            int drawn = random.nextInt(5);
            this.truth = List.of(
                            PurchaseState.Working.class,
                            PurchaseState.Delivered.class,
                            PurchaseState.Partly.class,
                            PurchaseState.Failed.class,
                            PurchaseState.Canceled.class)
                    .get(drawn);
            this.word = new String[] {"in_progress", "completed", "partial", "failed", "canceled"}[drawn];
            this.text = answer();
        }

        private String answer() {
            String honest = order();
            String body = single ? honest : "{\"ok\":true,\"orders\":[" + honest + "],\"has_more\":false}";
            return switch (random.nextInt(5)) {
                case 0, 1 -> head(200, body) + body;
                case 2 -> {
                    String damaged = Damage.to(body, random);
                    yield head(status(), damaged) + damaged;
                }
                case 3 ->
                    head(status(), "") + (random.nextBoolean() ? "<html>code: 1</html>" : Damage.garbage(300, random));
                default ->
                    random.nextBoolean() ? Damage.garbage(400, random) : Damage.to(head(200, body) + body, random);
            };
        }

        private String order() {
            return "{\"ok\":true,\"order_id\":7,\"status\":\"" + word
                    + "\",\"charged_usd\":\"4.000000\",\"refunded_usd\":\"1.000000\","
                    + "\"delivery\":{\"codes\":[\"SECRET-CODE-1\"],\"message\":null}}";
        }

        private int status() {
            return STATUSES[random.nextInt(STATUSES.length)];
        }

        private static String head(int status, String body) {
            String length = body.isEmpty() ? "Connection: close\r\n" : "Content-Length: " + body.length() + "\r\n";
            return "HTTP/1.1 " + status + " X\r\n" + length + "\r\n";
        }

        Script script() {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            int half = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            boolean pauses = random.nextInt(20) == 0;
            return connection -> {
                connection.read();
                connection.write(Arrays.copyOf(bytes, half));
                if (pauses) {
                    connection.pause(ANSWER_TIMEOUT.multipliedBy(2));
                }
                connection.write(Arrays.copyOfRange(bytes, half, bytes.length));
                connection.hangUp();
            };
        }
    }
}
