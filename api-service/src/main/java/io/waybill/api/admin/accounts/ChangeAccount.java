package io.waybill.api.admin.accounts;

import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.Accounts.Balances;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;

/**
 * Changes an account. Neither its author can be suspended, nor the last active admin, nor the only one that has a key
 * to change the store with. Takes part in the caller's transaction. Thread-safe.
 */
final class ChangeAccount {
    private final Accounts accounts;
    private final LastAdminKey lastAdminKey;

    ChangeAccount(Accounts accounts, LastAdminKey lastAdminKey) {
        this.accounts = accounts;
        this.lastAdminKey = lastAdminKey;
    }

    /** All admins are locked before the one account, in one order for everybody. */
    Done change(Author author, long accountId, AccountChange change) {
        if (change.suspends()) {
            if (accountId == author.accountId()) {
                return Done.invalid("status", "self", "you can't suspend your own account: let another admin do it");
            }
            if (accounts.lockActiveAdmins().equals(Set.of(accountId))) {
                return Done.invalid("status", "last_admin", "this is the last active admin: open another one first");
            }
            Optional<Done> lockedOut = lastAdminKey.refusal("status", key -> key.accountId() == accountId);
            if (lockedOut.isPresent()) {
                return lockedOut.get();
            }
        }
        Optional<Account> found = accounts.lock(accountId);
        return found.isEmpty()
                ? new Done.Refused(UnknownAccount.refusal())
                : write(author, found.get(), change.appliedTo(found.get()));
    }

    private Done write(Author author, Account before, Account after) {
        try {
            accounts.update(after);
        } catch (DuplicateKeyException _) {
            return EmailTaken.refused();
        }
        Balances balances = accounts.balances(List.of(after.id())).getOrDefault(after.id(), Balances.NONE);
        return Done.well(
                AccountView.of(after, balances).flat(),
                author.entry(
                        "account.change",
                        "account:" + after.id(),
                        AccountView.facts(before),
                        AccountView.facts(after)));
    }
}
