package io.waybill.api.admin.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An entry of the audit log: who did what to what, why, and what was different before and after. */
record AuditView(
        long seq,
        Instant at,
        String actor,
        String action,
        String subject,
        @Nullable String reason,
        JsonNode before,
        JsonNode after) {}
