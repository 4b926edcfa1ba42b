package io.waybill.api.intake;

import static io.waybill.api.intake.Desk.ONE_DOLLAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waybill.error.ErrorCode;
import io.waybill.fixture.TestStore;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        assertThat(desk.store.ledgerDamage()).isEmpty();
        desk.close();
    }

    @Test
    void aCrowdSharesTransactionsAndEachGetsItsOwnAnswer() {
        List<TestStore.Reseller> resellers =
                Stream.generate(desk.store::reseller).limit(6).toList();
        resellers.forEach(reseller -> desk.store.topUp(reseller, 50 * ONE_DOLLAR));
        Lanes lanes = desk.lanes(2_000, LONG);

        List<CompletableFuture<Placement>> answers = IntStream.range(0, 600)
                .mapToObj(i -> lanes.submit(desk.request(resellers.get(i % 6), "ref-" + i)))
                .toList();

        for (int i = 0; i < answers.size(); i++) {
            Placement placement = answers.get(i).join();
            String ref = "ref-" + i;
            switch (placement) {
                case Placement.Accepted accepted ->
                    assertThat(accepted.order().externalRef()).isEqualTo(ref);
                case Placement.Refused _ -> assertThat(Desk.code(placement)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
                case Placement.Uncertain _ -> throw new AssertionError(placement);
            }
        }
        assertThat(desk.orders()).isEqualTo(300);
        assertThat(resellers).allMatch(reseller -> desk.store.balance(reseller) == 0);
        assertThat(desk.meters.get("waybill.intake.batch.size").summary().count())
                .isLessThan(300);
        lanes.stop();
    }

    @Test
    void aFullLaneRefusesAtOnceAndRecovers() throws Exception {
        desk.store.topUp(desk.reseller, 100 * ONE_DOLLAR);
        Lanes lanes = desk.lanes(5, LONG);

        List<CompletableFuture<Placement>> answers = whileTheWalletIsLocked(() -> {
            CompletableFuture<Placement> first = lanes.submit(desk.request());
            await().until(() -> desk.waitingForLocks() > 0);
            List<CompletableFuture<Placement>> more =
                    Stream.generate(() -> lanes.submit(desk.request())).limit(8).toList();
            assertThat(more.subList(5, 8))
                    .allSatisfy(
                            answer -> assertThat(Desk.code(answer.getNow(null))).isEqualTo(ErrorCode.UNAVAILABLE));
            return Stream.concat(Stream.of(first), more.subList(0, 5).stream()).toList();
        });

        assertThat(answers).allMatch(answer -> answer.join() instanceof Placement.Accepted);
        assertThat(lanes.submit(desk.request()).join()).isInstanceOf(Placement.Accepted.class);
        assertThat(desk.orders()).isEqualTo(7);
        lanes.stop();
    }

    @Test
    void aRequestIsDroppedAtItsDeadlineOnlyWhileItIsQueued() throws Exception {
        desk.store.topUp(desk.reseller, 100 * ONE_DOLLAR);
        Lanes lanes = desk.lanes(100, Duration.ofMillis(100));

        CompletableFuture<Placement> inBatch = whileTheWalletIsLocked(() -> {
            CompletableFuture<Placement> first = lanes.submit(desk.request());
            await().until(() -> desk.waitingForLocks() > 0);
            CompletableFuture<Placement> queued = lanes.submit(desk.request());
            assertThat(Desk.code(queued.join())).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(first).isNotDone();
            return first;
        });

        assertThat(inBatch.join()).isInstanceOf(Placement.Accepted.class);
        lanes.stop();
        assertThat(desk.orders()).isOne();
    }

    @Test
    void aStopAnswersWhatIsQueuedAndRefusesWhatComesLater() throws Exception {
        desk.store.topUp(desk.reseller, 100 * ONE_DOLLAR);
        Lanes lanes = desk.lanes(100, LONG);

        List<CompletableFuture<Placement>> queued = whileTheWalletIsLocked(() -> {
            List<CompletableFuture<Placement>> answers = Stream.generate(() -> lanes.submit(desk.request()))
                    .limit(20)
                    .toList();
            await().until(() -> desk.waitingForLocks() > 0);
            Thread.ofVirtual().start(lanes::stop);
            await().until(() -> !lanes.isOpen());
            await().until(() -> Desk.code(lanes.submit(desk.request()).getNow(null)) == ErrorCode.UNAVAILABLE);
            return answers;
        });

        assertThat(queued).allMatch(answer -> answer.join() instanceof Placement.Accepted);
    }

    /** Runs something while nobody can pay from the reseller's wallet. */
    private <T> T whileTheWalletIsLocked(Callable<T> work) throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual()
                .start(() -> desk.store.inTransaction(() -> {
                    desk.store
                            .jdbc()
                            .sql("select id from wallet where id = :id for update")
                            .param("id", desk.reseller.walletId())
                            .query(Long.class)
                            .single();
                    locked.countDown();
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return true;
                }));
        locked.await();
        try {
            return work.call();
        } finally {
            done.countDown();
            holder.join();
        }
    }
}
