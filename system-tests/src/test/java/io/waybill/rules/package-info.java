/** The walls of the house, as rules that are executed; each is shown to fail on a violation planted for it. */
@NullMarked
package io.waybill.rules;

import org.jspecify.annotations.NullMarked;
