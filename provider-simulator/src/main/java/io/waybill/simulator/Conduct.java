package io.waybill.simulator;

import java.time.Duration;

/** The settings that may change while the simulator runs. Safe for any thread. */
final class Conduct {

    private volatile Outage outage = Outage.NONE;
    private volatile boolean honoursIdempotency;
    private volatile Duration slowDelay;
    private final Duration silenceLimit;

    Conduct(SimulatorOptions options) {
        honoursIdempotency = options.honoursIdempotency;
        slowDelay = options.slowDelay;
        silenceLimit = options.silenceLimit;
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

    Duration silenceLimit() {
        return silenceLimit;
    }
}
