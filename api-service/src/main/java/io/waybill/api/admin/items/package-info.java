/** What is for sale, as the store's owner enters, prices, switches and stocks it. */
@NullMarked
package io.waybill.api.admin.items;

import org.jspecify.annotations.NullMarked;
