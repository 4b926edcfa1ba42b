/** What admins see of the audit log. */
@NullMarked
package io.waybill.api.admin.audit;

import org.jspecify.annotations.NullMarked;
