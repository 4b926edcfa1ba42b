package io.waybill.simulator.behaviour;

/** What becomes of a purchase: at once, or after the slow delay. */
public enum Ending {
    COMPLETED,
    COMPLETED_LATER,
    /** A quarter of the charge is given back. */
    PARTIAL_LATER,
    CANCELED_LATER,
    FAILED_LATER,
    NEVER
}
