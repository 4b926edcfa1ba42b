/** The simulated provider's own books: who has how much, what was bought, and the journal that outlives the process. */
@NullMarked
package io.waybill.simulator.book;

import org.jspecify.annotations.NullMarked;
