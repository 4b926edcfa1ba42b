/** A line to each provider: its connection, its permits, its circuit breaker. None holds up another. */
@NullMarked
package io.waybill.fulfillment.line;

import org.jspecify.annotations.NullMarked;
