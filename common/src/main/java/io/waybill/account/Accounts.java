package io.waybill.account;

import io.waybill.money.Usd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and their wallets' ids, as PostgreSQL has them now. Thread-safe; every call takes part in the caller's
 * transaction.
 */
public interface Accounts {
    /**
     * Opens an account together with its wallets, one per {@link Mode}, both empty.
     *
     * @return the account's id
     * @throws org.springframework.dao.DuplicateKeyException if the e-mail address, in whatever case, has an account
     */
    long create(NewAccount account);

    Optional<Account> find(long accountId);

    /** @param email in any case */
    Optional<Account> byEmail(String email);

    /**
     * The wallet that pays for the account's orders in a mode.
     *
     * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such account
     */
    long walletId(long accountId, Mode mode);

    /** What is in a wallet now, without locking it; empty if there is no such wallet. */
    Optional<Usd> balance(long walletId);

    /** What an account is opened with. */
    record NewAccount(
            String email,
            String name,
            Account.Role role,
            int rateLimit,
            boolean providerBilling,
            @Nullable Usd providerDailyCap) {
        /** A reseller without limits who pays from the wallet. */
        public static NewAccount reseller(String email, String name) {
            return new NewAccount(email, name, Account.Role.RESELLER, 0, false, null);
        }

        public static NewAccount admin(String email, String name) {
            return new NewAccount(email, name, Account.Role.ADMIN, 0, false, null);
        }
    }
}
