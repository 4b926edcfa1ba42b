package io.waybill.fulfillment.checkpoint;

/** Is told of every checkpoint that is passed, on the thread that passes it. In production nobody listens. */
@FunctionalInterface
public interface Probe {
    Probe NONE = _ -> {};

    void reached(Checkpoint checkpoint);
}
