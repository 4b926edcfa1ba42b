/** The worker as a whole, on a real database, against a fake provider and the simulator. */
@NullMarked
package io.waybill.fulfillment;

import org.jspecify.annotations.NullMarked;
