/** An upstream provider with its own books and scripted behaviours. */
@NullMarked
package io.waybill.simulator;

import org.jspecify.annotations.NullMarked;
