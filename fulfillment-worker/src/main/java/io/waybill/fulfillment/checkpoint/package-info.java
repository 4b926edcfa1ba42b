/** The points between the poll and the settled order at which a worker may die or be paused, by name. */
@NullMarked
package io.waybill.fulfillment.checkpoint;

import org.jspecify.annotations.NullMarked;
