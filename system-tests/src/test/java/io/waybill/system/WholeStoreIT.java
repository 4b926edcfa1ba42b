package io.waybill.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole store in a process of its own, under load and under faults; judged by an auditor with its own books. */
class WholeStoreIT {
    private static final long SEED = Long.getLong("waybill.seed", 20260101L);
    private static final int CONNECTIONS = 20;

    @TempDir
    private Path folder;

    @Test
    void aBurstEndsWithEveryOrderFinalAndThreeBooksThatAgreeAndSoDoesOneCutShortByKillMinusNine() {
        try (StoreProcess store = StoreProcess.start(folder.resolve("data"))) {
            Workload burst = new Workload("burst", store.demo(), SEED, 1_000);
            burst.send(CONNECTIONS);
            assertThat(burst.answered()).as("seed %d", SEED).isEqualTo(burst.size());
            Auditor auditor = new Auditor(store.demo());
            auditor.awaitFinal();
            assertThat(auditor.findings(burst)).as("seed %d", SEED).isEmpty();

            Workload cut = new Workload("cut", store.demo(), SEED, 1_000);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> cut.send(CONNECTIONS));
            Awaitility.await("the middle of the burst").until(() -> cut.answered() > 300);
            store.kill();
            sending.join();
            assertThat(cut.answered()).as("the burst was cut").isLessThan(cut.size());

            store.restart();
            cut.send(CONNECTIONS);
            assertThat(cut.answered()).as("seed %d", SEED).isEqualTo(cut.size());
            Auditor after = new Auditor(store.demo());
            after.awaitFinal();
            assertThat(after.findings(burst, cut)).as("seed %d", SEED).isEmpty();
        }
    }

    @Test
    void withAllTopicsDeletedInTheMiddleOfABurstEveryOrderStillEnds() throws Exception {
        try (StoreProcess store = StoreProcess.start(folder.resolve("data"))) {
            Workload burst = new Workload("wiped", store.demo(), SEED, 1_000);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> burst.send(CONNECTIONS));
            Awaitility.await("the middle of the burst").until(() -> burst.answered() > 300);
            assertThat(deleteTopics(store.demo().kafka())).isNotEmpty();
            sending.join();
            assertThat(burst.answered()).as("seed %d", SEED).isEqualTo(burst.size());
            Auditor auditor = new Auditor(store.demo());
            auditor.awaitFinal();
            assertThat(auditor.findings(burst)).as("seed %d", SEED).isEmpty();
        }
    }

    private static Set<String> deleteTopics(String kafka) throws Exception {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        try (Admin admin = Admin.create(properties)) {
            Set<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith("waybill."))
                    .collect(Collectors.toSet());
            admin.deleteTopics(topics).all().get();
            return topics;
        }
    }
}
