package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Bought;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.Unknown;
import io.waybill.provider.Provider;
import io.waybill.provider.Purchase;
import io.waybill.provider.ScriptedServer;
import io.waybill.provider.ScriptedServer.Connection;
import io.waybill.provider.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Status, headers, body, timing and connection in all combinations, made from a seed. Every answer ends in one of the
 * three outcomes, in bounded time and memory; and which of them it may be is decided by {@link HostileAnswer}, which
 * knows what was played and nothing of the adapter. {@code -Dwaybill.test.seed} replays, {@code -Dwaybill.answers} says
 * how many.
 */
class HostileAnswersTest {
    private static final long SEED = Long.getLong("waybill.test.seed", 20_260_101L);
    private static final int ANSWERS = Integer.getInteger("waybill.answers", 600);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(200);
    private static final Duration SLACK = Duration.ofSeconds(8);

    /** What a sender gets rid of before the reader's limit of 256 KiB is noticed: buffers of both sides. */
    private static final long MOST_TAKEN = 16 << 20;

    private static final int MOST_EVIDENCE = 4_096;

    @Test
    void everyAnswerEndsInOneOfThreeOutcomesAndNoneIsGuessed() throws IOException {
        Map<HostileAnswer.Meaning, Integer> met = new EnumMap<>(HostileAnswer.Meaning.class);
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = Panels.connect(server.url(), "sk_live_K", ANSWER_TIMEOUT)) {
            for (long seed = SEED; seed < SEED + ANSWERS; seed++) {
                HostileAnswer answer = HostileAnswer.of(seed);
                server.otherwise(answer);
                long start = System.nanoTime();

                Outcome outcome = provider.buy(
                        new Purchase(seed, "ref-" + seed, "1", 1, "user@example.com", Map.of()), () -> true);

                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("seed %d: %s", seed, answer)
                        .isLessThan(ANSWER_TIMEOUT.plus(SLACK));
                judge(outcome, answer, seed);
                met.merge(answer.meaning(), 1, Integer::sum);
            }
        }
        assertThat(met).containsOnlyKeys(HostileAnswer.Meaning.values());
    }

    @Test
    void noPairOfStatusAndWordIsADefiniteRefusalThatIsNotOnTheList() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Connection::reset);
                Provider provider = Panels.connect(server.url(), "sk_live_K", Duration.ofSeconds(5))) {
            for (HostileAnswer answer : HostileAnswer.plainRefusals()) {
                server.otherwise(answer);
                judge(provider.buy(new Purchase(1, "ref", "1", 1, "user", Map.of()), () -> true), answer, 0);
            }
        }
    }

    private static void judge(Outcome outcome, HostileAnswer answer, long seed) {
        assertThat(outcome.exchange().answer().length()).isLessThan(MOST_EVIDENCE);
        switch (outcome) {
            case Bought _ ->
                assertThat(answer.meaning())
                        .as("bought, seed %d: %s", seed, answer)
                        .isEqualTo(HostileAnswer.Meaning.SALE);
            case NotBought _ ->
                assertThat(answer.meaning())
                        .as("not bought, seed %d: %s", seed, answer)
                        .isEqualTo(HostileAnswer.Meaning.DEFINITE_REFUSAL);
            case Unknown unknown -> {
                if (answer.isUndisturbed() && arrived(unknown)) {
                    assertThat(answer.meaning())
                            .as("unknown, %s, seed %d: %s", unknown.evidence(), seed, answer)
                            .isEqualTo(HostileAnswer.Meaning.NOTHING);
                }
            }
        }
    }

    /**
     * Whole and in time: on a busy machine any answer may come too late, and a connection that the server is hanging up
     * may still be used for the next request.
     */
    private static boolean arrived(Unknown unknown) {
        return unknown.exchange().httpStatus() != 0 && !unknown.evidence().contains("time ran out");
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToItsEnd() throws IOException {
        AtomicLong taken = new AtomicLong();
        byte[] piece = " ".repeat(64 * 1024).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.read();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"ok\":true,");
                    while (taken.get() < 8 * MOST_TAKEN) {
                        connection.write(piece);
                        taken.addAndGet(piece.length);
                    }
                });
                Provider provider = Panels.connect(server.url(), "sk_live_K", Duration.ofSeconds(5))) {
            Outcome outcome = provider.buy(new Purchase(1, "ref", "1", 1, "user@example.com", Map.of()), () -> true);

            assertThat(outcome).isInstanceOf(Unknown.class);
        }
        assertThat(taken.get()).isLessThan(MOST_TAKEN);
    }

    @Test
    void aNumberWithoutAnEndProvesNothingAndCostsNoTime() throws IOException {
        String number = "9".repeat(200_000);
        for (String field : List.of("order_id", "amount", "a")) {
            String body = "{\"" + field + "\":" + number + ",\"ok\":true,\"status\":\"completed\"}";
            try (ScriptedServer server = ScriptedServer.start(Script.json(200, body));
                    Provider provider = Panels.connect(server.url(), "sk_live_K", Duration.ofSeconds(5))) {
                long start = System.nanoTime();

                Outcome outcome =
                        provider.buy(new Purchase(1, "ref", "1", 1, "user@example.com", Map.of()), () -> true);

                assertThat(outcome).isInstanceOf(Unknown.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            }
        }
    }
}
