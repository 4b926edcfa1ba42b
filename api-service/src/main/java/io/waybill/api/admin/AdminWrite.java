package io.waybill.api.admin;

import io.waybill.account.ApiKey;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.RefusedException;
import io.waybill.api.input.Fields;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.Facts;
import org.jspecify.annotations.Nullable;

/** What an admin asks for: who, what, why, and the key that makes a repeat safe. For one thread. */
public final class AdminWrite {
    private final Exchange exchange;
    private final Fields fields;
    private final @Nullable String reason;
    private final @Nullable Binding binding;

    AdminWrite(Exchange exchange, Fields fields, @Nullable String reason, @Nullable Binding binding) {
        this.exchange = exchange;
        this.fields = fields;
        this.reason = reason;
        this.binding = binding;
    }

    /** The fields of the body; {@code reason} is taken out already. */
    public Fields fields() {
        return fields;
    }

    public @Nullable String reason() {
        return reason;
    }

    /** Who asks, as the audit log and the ledger name it. */
    public String actor() {
        ApiKey key = exchange.caller();
        return "account:" + key.account().id() + "/key:" + key.id();
    }

    /** Notes an error if no reason is given: for a write that needs one for some of its fields only. */
    public void requireReason() {
        if (reason == null || reason.isBlank()) {
            fields.required("reason", null);
        }
    }

    /** @throws RefusedException 400 if anything is wrong with the fields that were taken */
    public void requireNoErrors() {
        fields.requireNoErrors();
    }

    /** Who asks, and why: all that a use case needs to know of the request. */
    public Author author() {
        return new Author(exchange.caller().account().id(), actor(), reason);
    }

    /**
     * What the audit log says of this write.
     *
     * @param subject e.g. {@code account:12}
     * @param before how it was; what stays the same may be said as well
     */
    public AuditEntry entry(String action, String subject, Facts before, Facts after) {
        return author().entry(action, subject, before, after);
    }

    /** As the caller is told, and logs name it. */
    public String requestId() {
        return exchange.requestId();
    }

    Exchange exchange() {
        return exchange;
    }

    @Nullable
    Binding binding() {
        return binding;
    }

    /**
     * An Idempotency-Key with the request that it came with.
     *
     * @param requestHash in hex, a keyed hash of method, path and parsed body
     */
    record Binding(long accountId, String key, String requestHash) {}
}
