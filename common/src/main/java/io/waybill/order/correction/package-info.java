/** Money that goes back for an order after its end. */
@NullMarked
package io.waybill.order.correction;

import org.jspecify.annotations.NullMarked;
