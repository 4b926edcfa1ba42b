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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real worker process ends without any cleanup at each named point between the poll and the settled order, and a new
 * one goes on. Afterwards three books agree: what the reseller was told, the store's, and the providers'. With
 * {@code -Dwaybill.seeds=20} each point is met by twenty seeds, from {@code -Dwaybill.seed} on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final SplitStore store = new SplitStore();
    private WorkerProcess worker = store.worker();

    @BeforeAll
    void begin() {
        worker.begin();
        await().atMost(SOON).until(() -> store.isAtWork(worker));
    }

    @AfterAll
    void end() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerKilledAtAnyPointLosesNothingAndBuysNothingTwice(Checkpoint point) {
        Seeds.forEach(seed -> {
            WorkerProcess next = store.worker();
            worker.arm(point, Seeds.pass(point, new Random(seed)), Trap.Spring.KILL);

            Map<Seller, List<Workload>> sent = sendUntilKilled(point + "-" + seed, seed);
            worker = next.begin();

            store.auditor().awaitSettled();
            assertThat(store.findings(sent)).as("%s, seed %d", point, seed).isEmpty();
            assertThat(store.auditor().lateSuccesses())
                    .as("%s, seed %d", point, seed)
                    .isEmpty();
        });
    }

    @Test
    void aWorkerKilledBetweenTheRequestAndItsAnswerLosesNothingAndBuysNothingTwice() {
        Seeds.forEach(seed -> {
            WorkerProcess next = store.worker();
            Map<Seller, List<Workload>> sent = new LinkedHashMap<>();
            for (Seller seller : store.sellers()) {
                Workload workload =
                        store.workload("request-" + seed, seller, seed, 4, List.of("bought-then-timeout", "player"));
                workload.send(4);
                sent.put(seller, List.of(workload));
                await().atMost(SOON)
                        .until(() -> workload.recipients().stream()
                                .noneMatch(recipient -> seller.simulator()
                                        .book()
                                        .purchasesFor(recipient)
                                        .isEmpty()));
            }
            worker.kill();
            worker = next.begin();

            store.auditor().awaitSettled();
            assertThat(store.findings(sent)).as("seed %d", seed).isEmpty();
        });
    }

    @Test
    void aWorkerToldToStopEndsInTimeThoughAProviderDoesNotAnswer() {
        WorkerProcess next = store.worker();
        Seller seller = store.plain();
        Workload workload = store.workload("stopping", seller, 1, 8, List.of("hang", "slow"));
        workload.send(8);
        await().atMost(SOON).until(() -> !store.recipientsBeingServedBy(worker).isEmpty());

        assertThat(worker.terminate()).isLessThan(Duration.ofSeconds(20));
        worker = next.begin();

        store.auditor().awaitSettled();
        assertThat(store.findings(Map.of(seller, List.of(workload)))).isEmpty();
    }

    /** Several bursts, if the first is over before the worker has come by the point often enough. */
    private Map<Seller, List<Workload>> sendUntilKilled(String name, long seed) {
        Map<Seller, List<Workload>> sent = new LinkedHashMap<>();
        for (int burst = 0; !worker.isKilled(); burst++) {
            for (Seller seller : store.sellers(seed)) {
                Workload workload = store.workload(name + "-" + burst, seller, seed, burst == 0 ? 20 : 5);
                workload.send(10);
                assertThat(workload.answered()).as("seed %d", seed).isEqualTo(workload.size());
                sent.computeIfAbsent(seller, _ -> new ArrayList<>()).add(workload);
            }
            assertThat(burst).as("bursts without the worker coming by %s", name).isLessThan(50);
        }
        return sent;
    }
}
