/** What can go wrong, as values: codes, whether a repeat helps, and messages that name the remedy. */
@NullMarked
package io.waybill.error;

import org.jspecify.annotations.NullMarked;
