/** Hands claimed purchases to their providers: one virtual thread each. */
@NullMarked
package io.waybill.fulfillment.dispatch;

import org.jspecify.annotations.NullMarked;
