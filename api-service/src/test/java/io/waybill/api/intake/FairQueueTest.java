package io.waybill.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.waybill.account.Mode;
import io.waybill.order.placing.OrderRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final long FLOOD = 1;
    private static final long QUIET = 2;

    private final FairQueue queue = new FairQueue(10);

    @BeforeEach
    void open() {
        queue.open();
    }

    @Test
    void walletsTakeTurnsAndEachKeepsItsOrder() throws InterruptedException {
        offer(FLOOD, "a", "b", "c", "d");
        offer(QUIET, "x", "y");

        assertThat(refs(queue.take(3, 1, Duration.ZERO))).containsExactly("a", "x", "b");
        assertThat(refs(queue.take(10, 1, Duration.ZERO))).containsExactly("y", "c", "d");
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoHasWaitedForATurnIsNotOvertakenByTheNextBatch() throws InterruptedException {
        for (long wallet = 1; wallet <= 5; wallet++) {
            offer(wallet, "first-" + wallet, "second-" + wallet);
        }

        assertThat(refs(queue.take(3, 1, Duration.ZERO))).containsExactly("first-1", "first-2", "first-3");
        assertThat(refs(queue.take(3, 1, Duration.ZERO))).containsExactly("first-4", "first-5", "second-1");
    }

    @Test
    void aFloodFillsTheQueueAndGivesWayToOthersByItsNewest() throws InterruptedException {
        offer(FLOOD, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

        Waiting late = waiting(FLOOD, "late", 0);
        assertThat(queue.offer(late)).containsSame(late);
        assertThat(queue.offer(waiting(QUIET, "x", 0)).map(FairQueueTest::ref)).contains("9");
        assertThat(queue.offer(waiting(QUIET, "y", 0)).map(FairQueueTest::ref)).contains("8");

        assertThat(queue.size()).isEqualTo(10);
        assertThat(refs(queue.take(4, 1, Duration.ZERO))).containsExactly("0", "x", "1", "y");
    }

    @Test
    void ofEqualsNobodyGivesWay() {
        for (long wallet = 1; wallet <= 10; wallet++) {
            offer(wallet, "only");
        }

        Waiting one = waiting(11, "one-more", 0);
        assertThat(queue.offer(one)).containsSame(one);
        Waiting second = waiting(1, "second", 0);
        assertThat(queue.offer(second)).containsSame(second);
    }

    @Test
    void whatHasWaitedTooLongIsTakenOutAndTheRestStays() throws InterruptedException {
        queue.offer(waiting(FLOOD, "old", 0));
        queue.offer(waiting(FLOOD, "young", 50));
        queue.offer(waiting(QUIET, "old-too", 10));

        assertThat(refs(queue.takeOlderThan(Duration.ofNanos(85), 100))).containsExactlyInAnyOrder("old", "old-too");

        assertThat(queue.size()).isOne();
        assertThat(refs(queue.take(10, 1, Duration.ZERO))).containsExactly("young");
    }

    @Test
    void aClosedQueueRefusesGivesOutWhatItHasAndThenNothing() throws InterruptedException {
        offer(QUIET, "x");
        queue.close();

        Waiting late = waiting(QUIET, "late", 0);
        assertThat(queue.offer(late)).containsSame(late);
        assertThat(refs(queue.take(10, 1, Duration.ZERO))).containsExactly("x");
        assertThat(queue.take(10, 1, Duration.ZERO)).isEmpty();
    }

    @Test
    void whoeverWaitsForRequestsIsWokenByOneAndByTheClosing() throws Exception {
        CompletableFuture<List<String>> taken = taking();
        offer(QUIET, "x");
        assertThat(taken.get()).containsExactly("x");

        CompletableFuture<List<String>> nothing = taking();
        queue.close();
        assertThat(nothing.get()).isEmpty();
    }

    @Test
    void whoGivesWayIsTheLongestWhateverCameAndWentBefore() throws InterruptedException {
        offer(FLOOD, "a", "b", "c", "d");
        offer(QUIET, "v", "w", "x", "y", "z");
        assertThat(refs(queue.take(6, 1, Duration.ZERO))).containsExactly("a", "v", "b", "w", "c", "x");
        offer(FLOOD, "e", "f", "g", "h", "i", "j", "k");
        assertThat(queue.takeOlderThan(Duration.ofNanos(1), 0)).isEmpty();

        assertThat(queue.offer(waiting(QUIET, "one-more", 0)).map(FairQueueTest::ref))
                .contains("k");
        assertThat(queue.offer(waiting(3, "p", 0)).map(FairQueueTest::ref)).contains("j");

        assertThat(refs(queue.take(10, 1, Duration.ZERO)))
                .containsExactly("d", "y", "p", "e", "z", "f", "one-more", "g", "h", "i");
    }

    @Test
    void aFullLaneRefusesWithoutLookingThroughIt() {
        int wallets = 100_000;
        FairQueue crowded = new FairQueue(wallets);
        crowded.open();
        for (long wallet = 1; wallet <= wallets; wallet++) {
            assertThat(crowded.offer(waiting(wallet, "only", 0))).isEmpty();
        }
        Waiting late = waiting(wallets + 1L, "late", 0);

        assertTimeoutPreemptively(Duration.ofSeconds(4), () -> {
            for (int i = 0; i < 100_000; i++) {
                assertThat(crowded.offer(late).isPresent()).isTrue();
            }
        });
    }

    @Test
    void whoeverExpectsACrowdWaitsForIt() throws Exception {
        CompletableFuture<List<String>> taken = taking(3, Duration.ofMinutes(1));
        offer(FLOOD, "a");
        offer(QUIET, "x");
        assertStillWaits(taken);

        offer(FLOOD, "b");
        assertThat(taken.get()).containsExactly("a", "x", "b");
    }

    @Test
    void whoeverExpectsACrowdThatDoesNotComeGoesWithoutIt() throws Exception {
        offer(QUIET, "x");

        assertThat(refs(queue.take(10, 3, Duration.ofMillis(1)))).containsExactly("x");
    }

    @Test
    void theClosingEndsTheWaitForACrowd() throws Exception {
        CompletableFuture<List<String>> taken = taking(3, Duration.ofMinutes(1));
        offer(QUIET, "x");
        queue.close();

        assertThat(taken.get()).containsExactly("x");
    }

    @Test
    void nothingIsTakenForACrowdOfWhichAllWereTooOld() throws Exception {
        CompletableFuture<List<String>> taken;
        do {
            taken = taking(2, Duration.ofMillis(1));
            offer(QUIET, "old");
        } while (queue.takeOlderThan(Duration.ZERO, 1).isEmpty()); // it was taken before: once more
        assertStillWaits(taken);

        offer(QUIET, "x");
        assertThat(taken.get()).containsExactly("x");
    }

    private static void assertStillWaits(CompletableFuture<List<String>> taken) {
        assertThatThrownBy(() -> taken.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    private CompletableFuture<List<String>> taking() {
        return taking(1, Duration.ZERO);
    }

    private CompletableFuture<List<String>> taking(int expected, Duration patience) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return refs(queue.take(10, expected, patience));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void offer(long wallet, String... refs) {
        for (String ref : refs) {
            assertThat(queue.offer(waiting(wallet, ref, 0))).isEmpty();
        }
    }

    private static Waiting waiting(long wallet, String ref, long since) {
        OrderRequest.Buyer buyer = new OrderRequest.Buyer(wallet, wallet, Mode.LIVE, wallet);
        return new Waiting(new OrderRequest(buyer, 1, 1, "player", Map.of(), ref, null, null), since);
    }

    private static List<String> refs(List<Waiting> taken) {
        return taken.stream().map(FairQueueTest::ref).toList();
    }

    private static String ref(Waiting waiting) {
        return String.valueOf(waiting.request().externalRef());
    }
}
