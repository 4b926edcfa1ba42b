/** The worker that keeps provider catalogs, balances and statuses in step. */
@NullMarked
package io.waybill.sync;

import org.jspecify.annotations.NullMarked;
