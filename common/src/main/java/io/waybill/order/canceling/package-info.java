/** What resellers ask of the providers that have their orders: to call them off. */
@NullMarked
package io.waybill.order.canceling;

import org.jspecify.annotations.NullMarked;
