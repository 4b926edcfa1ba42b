package io.waybill.simulator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets requests wait without holding up the end of the simulator. */
final class Closing {

    private final CountDownLatch closing = new CountDownLatch(1);

    void begin() {
        closing.countDown();
    }

    /** Waits; false when the simulator closes meanwhile. */
    boolean pause(Duration time) {
        try {
            return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
