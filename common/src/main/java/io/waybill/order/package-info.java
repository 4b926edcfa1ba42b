/** Orders: what was asked, what it cost, and where it stands. */
@NullMarked
package io.waybill.order;

import org.jspecify.annotations.NullMarked;
