package io.waybill.simulator;

import java.time.Duration;

/** How the simulator behaves at large; some of it may change while it runs. Safe for any thread. */
final class Conduct {

    private volatile Outage outage = Outage.NONE;
    private volatile boolean honoursIdempotency;
    private volatile Duration slowDelay;
    private final Duration silenceLimit;
    private final Duration dripPause;

    Conduct(SimulatorOptions options) {
        honoursIdempotency = options.honoursIdempotency;
        slowDelay = options.slowDelay;
        silenceLimit = options.silenceLimit;
        dripPause = options.dripPause;
    }

    Outage outage() {
        return outage;
    }

    void outage(Outage trouble) {
        outage = trouble;
    }

    boolean honoursIdempotency() {
        return honoursIdempotency;
    }

    void honoursIdempotency(boolean honours) {
        honoursIdempotency = honours;
    }

    Duration slowDelay() {
        return slowDelay;
    }

    void slowDelay(Duration delay) {
        slowDelay = SimulatorOptions.checkedDelay(delay);
    }

    Duration dripPause() {
        return dripPause;
    }

    Duration silenceLimit() {
        return silenceLimit;
    }
}
