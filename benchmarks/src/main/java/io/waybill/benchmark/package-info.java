/** Side-by-side measurements. */
@NullMarked
package io.waybill.benchmark;

import org.jspecify.annotations.NullMarked;
