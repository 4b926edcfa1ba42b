/** Reading orders with their history, for their owners only. */
@NullMarked
package io.waybill.order.reading;

import org.jspecify.annotations.NullMarked;
