/** What people do about orders that are held or failed: try again, refund, rule on what is unknown, order anew. */
@NullMarked
package io.waybill.order.remedy;

import org.jspecify.annotations.NullMarked;
