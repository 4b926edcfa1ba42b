/** Rulings, one by one. */
@NullMarked
package io.waybill.fulfillment.ruling;

import org.jspecify.annotations.NullMarked;
