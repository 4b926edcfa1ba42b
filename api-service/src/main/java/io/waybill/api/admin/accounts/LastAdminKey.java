package io.waybill.api.admin.accounts;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.ApiKeys.AdminKey;
import io.waybill.api.admin.Done;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps the owner from being locked out: of the keys that an admin can change the store with, one stays. Takes part in
 * the caller's transaction, and locks all active admins, so that of two who take the last two keys away one is refused.
 * Thread-safe.
 */
public final class LastAdminKey {
    private final Accounts accounts;
    private final ApiKeys keys;

    LastAdminKey(Accounts accounts, ApiKeys keys) {
        this.accounts = accounts;
        this.keys = keys;
    }

    /**
     * The refusal of a request that would lock the owner out, or empty.
     *
     * @param field what of the request would do it
     * @param lost the keys that would be good no longer
     */
    public Optional<Done> refusal(String field, Predicate<AdminKey> lost) {
        accounts.lockActiveAdmins();
        List<AdminKey> good = keys.writingAdminKeys();
        return !good.isEmpty() && good.stream().allMatch(lost)
                ? Optional.of(Done.invalid(
                        field,
                        "last_admin_key",
                        "no admin would have a key to change the store with any more: issue another one first, to an "
                                + "active admin, with the scope admin:write or with all"))
                : Optional.empty();
    }
}
