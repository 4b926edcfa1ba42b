/** The statements of a claim, one by one. */
@NullMarked
package io.waybill.fulfillment.claim;

import org.jspecify.annotations.NullMarked;
