package io.waybill.api.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
    private final RequestThreads threads = new RequestThreads(3);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @Test
    void onlySoManyRunAtOnceAndTheOthersFollowInTurn() {
        ConcurrentLinkedQueue<Integer> began = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            threads.execute(() -> {
                began.add(number);
                running.incrementAndGet();
                hold();
                running.decrementAndGet();
            });
        }

        await().until(() -> running.get() == 3);
        assertThat(began).containsExactlyInAnyOrder(0, 1, 2);
        go.countDown();
        await().until(() -> began.size() == 10 && running.get() == 0);
    }

    @Test
    void aTaskThatFailsGivesItsPlaceBack() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 10; i++) {
            threads.execute(() -> {
                throw new ExpectedException();
            });
        }
        threads.execute(done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noTaskIsLeftHoweverManyComeAtOnce() {
        AtomicInteger ran = new AtomicInteger();
        for (int sender = 0; sender < 8; sender++) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 1000; i++) {
                    threads.execute(ran::incrementAndGet);
                }
            });
        }

        await().until(() -> ran.get() == 8000);
    }

    private void hold() {
        try {
            go.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without a trace in the log of the test. */
    private static final class ExpectedException extends RuntimeException {
        ExpectedException() {
            super("expected", null, false, false);
        }
    }
}
