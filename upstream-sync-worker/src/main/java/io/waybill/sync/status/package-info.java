/** Follows orders that a provider works on to their end: asks what became of them, and passes requests to cancel on. */
@NullMarked
package io.waybill.sync.status;

import org.jspecify.annotations.NullMarked;
