package io.waybill.simulator.behaviour;

/** What happens before the reply, in the order a behaviour lists it. */
public enum Step {
    /** Waits for the configured delay of slow answers. */
    PAUSE,
    /** Buys: the book has the purchase on disk when this step is over. */
    BUY
}
