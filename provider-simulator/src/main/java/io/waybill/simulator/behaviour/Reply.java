package io.waybill.simulator.behaviour;

/**
 * How an order request ends: with a definite refusal, with a receipt for a purchase, or with a fault that says nothing.
 */
public sealed interface Reply permits Refusal, Receipt, Fault {}
