package io.waybill.api.admin.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which audit entries to list. What is null doesn't filter.
 *
 * @param actor one account with all its keys ({@code account:1}), or one key ({@code account:1/key:7})
 * @param from inclusive
 * @param to exclusive
 * @param before only entries with a smaller number: the next page
 * @param limit at most so many
 */
record AuditQuery(
        @Nullable String subject,
        @Nullable String actor,
        @Nullable String action,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {

    /** The account, whatever key it used; null for one key. */
    @Nullable
    String actingAccount() {
        return actor == null || actor.indexOf('/') >= 0 ? null : actor;
    }

    /** The one key; null for all of an account. */
    @Nullable
    String actingKey() {
        return actor == null || actor.indexOf('/') < 0 ? null : actor;
    }
}
