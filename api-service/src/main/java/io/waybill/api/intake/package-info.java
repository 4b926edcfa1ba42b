/** Requests of many threads become batches: one lane per part of the wallets, one transaction per batch. */
@NullMarked
package io.waybill.api.intake;

import org.jspecify.annotations.NullMarked;
