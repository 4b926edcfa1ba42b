/** The lease, by a clock that the test moves. */
@NullMarked
package io.waybill.fulfillment.session;

import org.jspecify.annotations.NullMarked;
