package io.waybill.api.admin.keys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.waybill.account.ApiKeys;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import java.util.Optional;

/**
 * Ends a key, which every instance knows within 5 seconds; to end it again changes nothing. Takes part in the caller's
 * transaction. Thread-safe.
 */
final class RevokeKey {
    private final ApiKeys keys;

    RevokeKey(ApiKeys keys) {
        this.keys = keys;
    }

    Done revoke(Author author, long accountId, long keyId) {
        Optional<ApiKeys.Listed> before = keys.find(accountId, keyId);
        if (before.isEmpty() || !keys.revoke(accountId, keyId)) {
            return Done.refused(ErrorCode.NOT_FOUND, "This account has no such key.");
        }
        KeyView after = KeyView.of(keys.find(accountId, keyId).orElseThrow());
        Facts key = Facts.of("api_key_id", keyId).and("hint", after.hint());
        return Done.well(
                new Revoked(true, after),
                author.entry(
                        "api_key.revoke",
                        "account:" + accountId,
                        Facts.of("revoked", before.get().revokedAt() != null),
                        key.and("revoked", true)));
    }

    private record Revoked(boolean ok, @JsonUnwrapped KeyView view) {}
}
