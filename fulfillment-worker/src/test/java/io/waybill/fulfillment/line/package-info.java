/** Permits, rates and breakers, by a clock that the test moves. */
@NullMarked
package io.waybill.fulfillment.line;

import org.jspecify.annotations.NullMarked;
