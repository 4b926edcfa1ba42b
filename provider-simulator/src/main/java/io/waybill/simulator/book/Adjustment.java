package io.waybill.simulator.book;

import java.time.Instant;

/** Money an operator gave to an account, or took from it. */
record Adjustment(Instant at, String account, Usd amount) implements Entry {}
