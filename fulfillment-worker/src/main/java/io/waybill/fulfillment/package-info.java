/** The worker that buys accepted orders from their providers. */
@NullMarked
package io.waybill.fulfillment;

import org.jspecify.annotations.NullMarked;
