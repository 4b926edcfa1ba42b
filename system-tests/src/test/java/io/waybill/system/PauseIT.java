package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.system.SplitStore.Seller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real worker process stands still at each named point for longer than its session lives, another one takes over and
 * brings every order to its end; a person rules on what is left unknown, by the provider's book; and then the first
 * goes on where it was. Afterwards the three books agree, but for the one request that may have stood between its check
 * and the wire. Seeds as in {@link CrashIT}; {@code -Dwaybill.pause=30} makes each pause last 30 seconds at least.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PauseIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("waybill.pause", 0));

    private final SplitStore store = new SplitStore();
    private final WorkerProcess pausing = store.worker();
    private final WorkerProcess other = store.worker();

    @BeforeAll
    void begin() {
        pausing.begin();
        other.begin();
        await().atMost(SOON).until(() -> store.isAtWork(pausing) && store.isAtWork(other));
    }

    @AfterAll
    void end() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerPausedAtAnyPointBuysNothingTwiceWhenItGoesOnAfterOthersTookOver(Checkpoint point) {
        Seeds.forEach(seed -> {
            pausing.arm(point, Seeds.pass(point, new Random(seed)), Trap.Spring.STOP);
            Map<Seller, List<Workload>> sent = sendUntilPaused(point + "-" + seed, seed);

            assertOthersTakeOver(sent, seed);
            Set<String> before = Set.copyOf(store.auditor().lateSuccesses());
            goOn();

            store.auditor().awaitSettled();
            assertThat(store.findings(sent)).as("%s, seed %d", point, seed).isEmpty();
            assertThat(store.auditor().lateSuccesses())
                    .as("bought after it was ruled not bought, %s, seed %d", point, seed)
                    .filteredOn(recipient -> !before.contains(recipient))
                    .hasSizeLessThanOrEqualTo(point == Checkpoint.AFTER_FRESHNESS_CHECK ? 1 : 0);
        });
    }

    @Test
    void aWorkerPausedBetweenTheRequestAndItsAnswerBuysNothingTwice() {
        Seeds.forEach(seed -> {
            Map<Seller, List<Workload>> sent = new LinkedHashMap<>();
            for (int burst = 0; !isAwaitingAnAnswer(pausing); burst++) {
                for (Seller seller : store.sellers()) {
                    seller.simulator().slowDelay(Duration.ofSeconds(2));
                    Workload workload = store.workload(
                            "request-" + seed + "-" + burst, seller, seed, 8, List.of("bought-then-slow"));
                    workload.send(8);
                    sent.computeIfAbsent(seller, _ -> new ArrayList<>()).add(workload);
                }
            }
            pausing.stop();
            store.sellers().forEach(seller -> seller.simulator().slowDelay(Duration.ofMillis(300)));

            assertOthersTakeOver(sent, seed);
            goOn();

            store.auditor().awaitSettled();
            assertThat(store.findings(sent)).as("seed %d", seed).isEmpty();
        });
    }

    /** The other worker alone, while this one stands still. */
    private void assertOthersTakeOver(Map<Seller, List<Workload>> sent, long seed) {
        long stopped = System.nanoTime();
        store.auditor().awaitSettled();
        await().atMost(PAUSE.plus(SOON)).until(() -> System.nanoTime() - stopped >= PAUSE.toNanos());
        assertThat(pausing.isStopped()).isTrue();
        assertThat(store.isAtWork(pausing)).isFalse();
        assertThat(store.findings(sent)).as("before it goes on, seed %d", seed).isEmpty();
        store.ruleNotBoughtWhatIsNotInTheBook();
    }

    /** Until it has a new session, and has brought to an end what it was in the middle of. */
    private void goOn() {
        pausing.goOn();
        await().atMost(SOON).until(() -> store.isAtWork(pausing) && pausing.isIdle());
    }

    private Map<Seller, List<Workload>> sendUntilPaused(String name, long seed) {
        Map<Seller, List<Workload>> sent = new LinkedHashMap<>();
        for (int burst = 0; !pausing.isStopped(); burst++) {
            for (Seller seller : store.sellers(seed)) {
                Workload workload = store.workload(name + "-" + burst, seller, seed, burst == 0 ? 20 : 5);
                workload.send(10);
                assertThat(workload.answered()).as("seed %d", seed).isEqualTo(workload.size());
                sent.computeIfAbsent(seller, _ -> new ArrayList<>()).add(workload);
            }
            assertThat(burst).as("bursts without the worker coming by %s", name).isLessThan(100);
        }
        return sent;
    }

    /** The provider has sold what the worker is still waiting to hear of. */
    private boolean isAwaitingAnAnswer(WorkerProcess worker) {
        List<String> recipients = store.recipientsBeingServedBy(worker);
        return store.sellers().stream()
                .map(seller -> seller.simulator().book())
                .anyMatch(book -> recipients.stream()
                        .anyMatch(recipient -> !book.purchasesFor(recipient).isEmpty()));
    }
}
