package io.waybill.simulator.book;

/** A line of the journal. */
sealed interface Entry permits Purchase, Adjustment, Refund {}
