package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real api-service process ends without any cleanup, and its clients repeat what got no answer. */
class ApiCrashIT {
    private final SplitStore store = new SplitStore();
    private final ApiProcess api = store.api();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aServiceKilledBetweenTheCommitAndTheAnswerIsAskedAgainAndTellsTheOrderThatItCharged() {
        Workload workload = store.workload("unanswered", store.honouring(), api, 8);
        api.arm();
        workload.send(8);
        await().until(api::isKilled);
        assertThat(workload.answered()).isZero();
        List<Long> committed = orders();
        assertThat(committed).isNotEmpty();

        api.restart();
        workload.send(8);

        assertThat(workload.told().values())
                .extracting(Workload.Told::orderId)
                .containsAll(committed)
                .containsExactlyInAnyOrderElementsOf(orders());
        store.worker().begin();
        store.auditor().awaitSettled();
        assertThat(store.findings(Map.of(store.honouring(), List.of(workload)))).isEmpty();
    }

    private List<Long> orders() {
        return store.jdbc().sql("select id from orders").query(Long.class).list();
    }
}
