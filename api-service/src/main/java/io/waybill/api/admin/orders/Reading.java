package io.waybill.api.admin.orders;

/** How a list is read. */
enum Reading {
    /** The orders of the lead, newest first, until there is a page. */
    ALL_OF_THE_LEAD,
    /** The same, but only so many of the newest. */
    NEWEST_OF_THE_LEAD,
    /** All that match, by whatever indexes, and then sorted: in an order that no index has. */
    ALL_THAT_MATCH
}
