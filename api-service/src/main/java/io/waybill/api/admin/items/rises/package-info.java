/** Rises of costs that wait for the store's owner. */
@NullMarked
package io.waybill.api.admin.items.rises;

import org.jspecify.annotations.NullMarked;
