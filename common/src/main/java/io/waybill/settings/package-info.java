/** The store's switches and exchange rates. */
@NullMarked
package io.waybill.settings;

import org.jspecify.annotations.NullMarked;
