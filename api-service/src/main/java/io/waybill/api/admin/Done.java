package io.waybill.api.admin;

import io.waybill.audit.AuditEntry;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import java.util.List;

/** What came of an admin's write. */
public sealed interface Done {
    /**
     * It is done.
     *
     * @param body answered, in snake case
     * @param replay answered to a repeat under the same Idempotency-Key, and kept for it: the body without its secrets
     * @param entries what the audit log says of it; one at least
     */
    record Well(Object body, Object replay, List<AuditEntry> entries) implements Done {
        public Well {
            entries = List.copyOf(entries);
        }
    }

    /** It may not be done, and nothing of it is. */
    record Refused(Refusal refusal) implements Done {}

    static Well well(Object body, AuditEntry... entries) {
        return well(body, List.of(entries));
    }

    static Well well(Object body, List<AuditEntry> entries) {
        return new Well(body, body, entries);
    }

    static Done refused(ErrorCode code, String message) {
        return new Refused(Refusal.of(code, message));
    }

    /** A field is wrong, as only the store could tell. */
    static Done invalid(String field, String code, String message) {
        return new Refused(Refusal.invalid(field, code, message));
    }
}
