package io.waybill.api.admin.keys;

import io.waybill.account.Account;
import io.waybill.account.ApiKeys;
import io.waybill.account.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as admins see it.
 *
 * @param hint the last four characters of the secret
 * @param scopes all that are granted: of a key that was issued without scopes, everything the account may
 * @param allow empty = from anywhere
 * @param lastUsedAt to about a minute; null = never
 */
record KeyView(
        long apiKeyId,
        String mode,
        String hint,
        List<String> scopes,
        List<String> allow,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    /** @param owner the role of the key's account */
    static KeyView of(ApiKeys.Listed key, Account.Role owner) {
        return new KeyView(
                key.id(),
                key.mode().wire(),
                key.hint(),
                words(key.scopes().isEmpty() ? Scope.allOf(owner) : key.scopes()),
                key.allow(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt());
    }

    private static List<String> words(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::wire).toList();
    }
}
