package io.waybill.simulator.catalog;

/** What an item's buyer gets with the answer. */
public enum Delivery {
    /** Nothing to hand over: the goods arrive at the recipient. */
    NONE,
    /** One voucher code for each piece. */
    CODES,
    /** A line of text. */
    MESSAGE
}
