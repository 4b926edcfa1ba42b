/** The stock of voucher codes, as the store's owner fills it. */
@NullMarked
package io.waybill.api.admin.items.codes;

import org.jspecify.annotations.NullMarked;
