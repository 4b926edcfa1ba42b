/** Who is alive: a worker's lease, and what becomes of the attempts of those that are not. */
@NullMarked
package io.waybill.fulfillment.session;

import org.jspecify.annotations.NullMarked;
