/** Amounts in micro-dollars, prices, and what they look like in the display currency. Knows nothing else. */
@NullMarked
package io.waybill.money;

import org.jspecify.annotations.NullMarked;
