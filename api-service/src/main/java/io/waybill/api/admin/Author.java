package io.waybill.api.admin;

import io.waybill.audit.AuditEntry;
import io.waybill.audit.Facts;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to the store, and why.
 *
 * @param accountId the admin's account
 * @param actor as the audit log and the ledger name it, e.g. {@code account:1/key:7}
 * @param reason in the admin's words; null where none was asked for
 */
public record Author(long accountId, String actor, @Nullable String reason) {
    /**
     * What the audit log says of it.
     *
     * @param subject e.g. {@code account:12}
     * @param before how it was; what stays the same may be said as well
     */
    public AuditEntry entry(String action, String subject, Facts before, Facts after) {
        return new AuditEntry(actor, action, subject, reason, before, after);
    }
}
