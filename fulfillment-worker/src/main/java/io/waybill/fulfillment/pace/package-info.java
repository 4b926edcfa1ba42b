/** The worker's own rhythm: loops on threads of their own, a monotonic clock, and bounds for settings. */
@NullMarked
package io.waybill.fulfillment.pace;

import org.jspecify.annotations.NullMarked;
