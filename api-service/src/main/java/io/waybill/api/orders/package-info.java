/** Orders as their owners read, await and cancel them. */
@NullMarked
package io.waybill.api.orders;

import org.jspecify.annotations.NullMarked;
