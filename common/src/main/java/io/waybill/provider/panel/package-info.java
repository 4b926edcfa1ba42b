/** Buys through the store API: another store's panel, or another Waybill. */
@NullMarked
package io.waybill.provider.panel;

import org.jspecify.annotations.NullMarked;
