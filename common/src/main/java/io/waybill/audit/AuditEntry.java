package io.waybill.audit;

import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did.
 *
 * @param actor who, e.g. {@code account:1/key:7}
 * @param action what, in a word that stays, e.g. {@code wallet.top_up}
 * @param subject to what, e.g. {@code account:12}
 * @param reason why, in the actor's words
 * @param before how the subject was; what has stayed the same is left out
 * @param after how it is now, as far as it is different
 */
public record AuditEntry(
        String actor,
        String action,
        String subject,
        @Nullable String reason,
        Facts before,
        Facts after) {
    public AuditEntry {
        Facts earlier = before;
        before = earlier.unlike(after);
        after = after.unlike(earlier);
    }
}
