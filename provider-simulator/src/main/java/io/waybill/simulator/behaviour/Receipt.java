package io.waybill.simulator.behaviour;

/** Ways to tell of a purchase. */
public enum Receipt implements Reply {
    /** As the reference has it. */
    COMPLETED,
    /** The same with {@code "status":"processing"}. */
    PROCESSING,
    /** The order id as a string and the amount as a number: the other types a panel may use. */
    LOOSE_TYPES,
    /** HTTP 200 and an order id, but {@code "ok":false}. */
    CONTRADICTORY,
    /** Padded to megabytes. */
    BIG,
    /** Byte after byte, with a pause between them. */
    DRIP,
    /** Announced longer than it is, then the connection closes. */
    CUT
}
