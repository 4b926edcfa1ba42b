/** What admins do to the store's switches and exchange rates. */
@NullMarked
package io.waybill.api.admin.settings;

import org.jspecify.annotations.NullMarked;
