/** Tests of what follows orders to their end. */
@NullMarked
package io.waybill.sync.status;

import org.jspecify.annotations.NullMarked;
