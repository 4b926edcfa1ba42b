/** The life of an order, from its acceptance to its final status. */
@NullMarked
package io.waybill.order;

import org.jspecify.annotations.NullMarked;
