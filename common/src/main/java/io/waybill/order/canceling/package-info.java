/** Resellers call off their orders: at once while no provider has them, else by a request to the provider. */
@NullMarked
package io.waybill.order.canceling;

import org.jspecify.annotations.NullMarked;
