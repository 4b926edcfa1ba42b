/** Orders as an admin sees them: of all resellers, by whatever is known of them, with what was tried and answered. */
@NullMarked
package io.waybill.api.admin.orders;

import org.jspecify.annotations.NullMarked;
