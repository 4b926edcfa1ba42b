package io.waybill.provider.upkeep.turn;

import static io.waybill.provider.upkeep.Upkeep.PANEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.provider.upkeep.Upkeep;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Upkeep upkeep;
    private Turns turns;

    @BeforeEach
    void start() throws IOException {
        upkeep = new Upkeep();
        turns = upkeep.turns;
        turns.openMissing(PANEL);
    }

    @AfterEach
    void stop() throws IOException {
        upkeep.close();
    }

    @Test
    void aNewProviderIsDueAtOnceForEveryChoreAndATurnIsHeldByOne() {
        assertThat(turns.takeDue(Chore.BALANCE, PANEL)).isPresent();
        assertThat(turns.takeDue(Chore.CATALOG, PANEL)).isPresent();
        assertThat(turns.takeDue(Chore.CATALOG, PANEL)).isEmpty();
        assertThat(turns.take(upkeep.providerId, Chore.CATALOG)).isEmpty();
    }

    @Test
    void manyWorkersShareOutTheTurns() throws Exception {
        for (int i = 0; i < 20; i++) {
            upkeep.store.provider();
        }
        turns.openMissing(PANEL);
        List<Long> taken = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Optional<Turn>> take = () -> turns.takeDue(Chore.BALANCE, PANEL);
            while (taken.size() < 21) {
                for (Future<Optional<Turn>> turn : workers.invokeAll(List.of(take, take, take, take))) {
                    turn.get().ifPresent(t -> taken.add(t.providerId()));
                }
            }
        }
        assertThat(new HashSet<>(taken)).hasSize(21);
        assertThat(turns.takeDue(Chore.BALANCE, PANEL)).isEmpty();
    }

    @Test
    void aDeadHoldersTurnPassesOnAndTheDeadOneCanWriteNoMore() {
        Turn dead = turns.takeDue(Chore.BALANCE, PANEL).orElseThrow();

        Turn heir = await().atMost(Duration.ofSeconds(10))
                .until(() -> turns.takeDue(Chore.BALANCE, PANEL), Optional::isPresent)
                .orElseThrow();

        assertThat(heir.providerId()).isEqualTo(dead.providerId());
        assertThat(turns.renew(dead)).isFalse();
        assertThat(turns.finish(dead, MINUTE)).isFalse();
        assertThat(turns.fail(dead, "late", MINUTE, MINUTE)).isFalse();
        assertThat(turns.release(dead)).isFalse();
        assertThatThrownBy(() -> upkeep.store.inTransaction(() -> {
                    turns.confirm(dead);
                    return true;
                }))
                .isInstanceOf(TurnLostException.class);
        assertThat(turns.renew(heir)).isTrue();
    }

    @Test
    void aKeptTurnDoesNotPassOnWhileItsHolderWorks() {
        Turn turn = turns.takeDue(Chore.BALANCE, PANEL).orElseThrow();
        long start = System.nanoTime();
        try (KeptTurn _ = KeptTurn.keep(turns, turn)) {
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        assertThat(turns.takeDue(Chore.BALANCE, PANEL)).isEmpty();
                        return System.nanoTime() - start > 3 * Upkeep.HOLD.toNanos();
                    });
        }
        assertThat(turns.finish(turn, MINUTE)).isTrue();
    }

    @Test
    void aHolderThatLosesItsTurnIsInterruptedOnce() {
        Turn turn = turns.takeDue(Chore.BALANCE, PANEL).orElseThrow();
        boolean interrupted = false;
        try (KeptTurn _ = KeptTurn.keep(turns, turn)) {
            upkeep.jdbc()
                    .sql("update sync_job set holder = 'another' where kind = 'balance'")
                    .update();
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            interrupted = true;
        }
        assertThat(interrupted).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aFinishedTurnIsDueAgainLaterAndAFailedOneLaterEachTime() {
        turns.finish(turns.takeDue(Chore.BALANCE, PANEL).orElseThrow(), MINUTE);
        assertThat(secondsUntilDue()).isBetween(55, 60);
        int[] waits = new int[6];
        for (int i = 0; i < waits.length; i++) {
            Turn turn = turns.take(upkeep.providerId, Chore.BALANCE).orElseThrow();
            turns.fail(turn, "no answer", Duration.ofSeconds(10), Duration.ofSeconds(100));
            waits[i] = (secondsUntilDue() + 9) / 10;
        }
        assertThat(waits).containsExactly(1, 2, 4, 8, 10, 10);
        turns.finish(turns.take(upkeep.providerId, Chore.BALANCE).orElseThrow(), MINUTE);
        turns.fail(
                turns.take(upkeep.providerId, Chore.BALANCE).orElseThrow(),
                "no answer",
                Duration.ofSeconds(10),
                MINUTE);
        assertThat(secondsUntilDue()).isBetween(5, 10);
    }

    @Test
    void aRunThatIsAskedForDuringARunIsNotForgotten() {
        Turn turn = turns.takeDue(Chore.BALANCE, PANEL).orElseThrow();
        upkeep.jdbc()
                .sql("update sync_job set due_at = clock_timestamp() where kind = 'balance'")
                .update();

        turns.finish(turn, MINUTE);

        assertThat(turns.takeDue(Chore.BALANCE, PANEL)).isPresent();
    }

    @Test
    void aReleasedTurnIsFreeAtOnce() {
        turns.release(turns.takeDue(Chore.BALANCE, PANEL).orElseThrow());

        assertThat(turns.takeDue(Chore.BALANCE, PANEL)).isPresent();
    }

    @Test
    void providersThatAreSwitchedOffOrSpeakAnotherProtocolHaveNoTurn() {
        assertThat(turns.takeDue(Chore.BALANCE, Set.of("smm"))).isEmpty();
        upkeep.jdbc().sql("update provider set active = false").update();
        assertThat(turns.takeDue(Chore.BALANCE, PANEL)).isEmpty();
    }

    private int secondsUntilDue() {
        return upkeep.jdbc()
                .sql(
                        "select extract(epoch from due_at - clock_timestamp())::integer from sync_job where kind = 'balance'")
                .query(Integer.class)
                .single();
    }
}
