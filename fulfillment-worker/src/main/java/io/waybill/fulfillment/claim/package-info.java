/** Takes waiting orders for this worker: as Kafka names them, or as PostgreSQL has them due. */
@NullMarked
package io.waybill.fulfillment.claim;

import org.jspecify.annotations.NullMarked;
