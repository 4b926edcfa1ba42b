package io.waybill.api.admin.keys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.api.admin.accounts.LastAdminKey;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import java.util.Optional;

/**
 * Ends a key, which every instance knows within 5 seconds; to end it again changes nothing. The last one that an admin
 * can change the store with stays. Takes part in the caller's transaction. Thread-safe.
 */
final class RevokeKey {
    private final Accounts accounts;
    private final ApiKeys keys;
    private final LastAdminKey lastAdminKey;

    RevokeKey(Accounts accounts, ApiKeys keys, LastAdminKey lastAdminKey) {
        this.accounts = accounts;
        this.keys = keys;
        this.lastAdminKey = lastAdminKey;
    }

    Done revoke(Author author, long accountId, long keyId) {
        Optional<Account.Role> owner = accounts.find(accountId).map(Account::role);
        if (owner.isEmpty()) {
            return unknown();
        }
        if (owner.get() == Account.Role.ADMIN) {
            Optional<Done> lockedOut =
                    lastAdminKey.refusal("key_id", key -> key.accountId() == accountId && key.keyId() == keyId);
            if (lockedOut.isPresent()) {
                return lockedOut.get();
            }
        }
        return revoke(author, accountId, owner.get(), keyId);
    }

    private Done revoke(Author author, long accountId, Account.Role owner, long keyId) {
        Optional<ApiKeys.Listed> before = keys.find(accountId, keyId);
        if (before.isEmpty() || !keys.revoke(accountId, keyId)) {
            return unknown();
        }
        KeyView after = KeyView.of(keys.find(accountId, keyId).orElseThrow(), owner);
        Facts key = Facts.of("api_key_id", keyId).and("hint", after.hint());
        return Done.well(
                new Revoked(true, after),
                author.entry(
                        "api_key.revoke",
                        "account:" + accountId,
                        Facts.of("revoked", before.get().revokedAt() != null),
                        key.and("revoked", true)));
    }

    private static Done unknown() {
        return Done.refused(ErrorCode.NOT_FOUND, "This account has no such key.");
    }

    private record Revoked(boolean ok, @JsonUnwrapped KeyView view) {}
}
