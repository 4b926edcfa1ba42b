/** What admins do to API keys: issue, list and revoke them. */
@NullMarked
package io.waybill.api.admin.keys;

import org.jspecify.annotations.NullMarked;
