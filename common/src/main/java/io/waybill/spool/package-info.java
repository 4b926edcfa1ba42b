/** Keeps bytes that are too many for memory until they are read again. */
@NullMarked
package io.waybill.spool;

import org.jspecify.annotations.NullMarked;
