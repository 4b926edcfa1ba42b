/** What changes about providers that the store's owner should know: kept, and told on a topic of its own. */
@NullMarked
package io.waybill.provider.upkeep.event;

import org.jspecify.annotations.NullMarked;
