package io.waybill.simulator;

/** Trouble of the whole provider, whatever the recipient. */
public enum Outage {
    /** Works. */
    NONE,
    /** Nobody listens on the port; open connections are cut. */
    REFUSED,
    /** Every request is answered 503 {@code unavailable}. */
    UNAVAILABLE,
    /** Every request is taken and none is answered. */
    SILENT,
    /** Every request is answered 200 with a web page. */
    HTML,
    /** Every request is answered 429 with {@code Retry-After: 1}. */
    BUSY,
    /** Every order is answered 503 {@code wallet_disabled}. */
    WALLET_DISABLED
}
