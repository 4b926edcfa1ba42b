package io.waybill.account;

import io.waybill.money.Usd;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Newest first. */
    List<Account> list(AccountQuery query);

    /** The account, which nobody else changes until the transaction ends; orders go on. */
    Optional<Account> lock(long accountId);

    /** Locks all active admins, sorted by id, as {@link #lock} does. */
    Set<Long> lockActiveAdmins();

    /**
     * Writes an account as it is to be; its role stays. The account must be {@linkplain #lock locked}.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another account has the e-mail address
     */
    void update(Account account);

    /**
     * The wallet that pays for the account's orders in a mode.
     *
     * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such account
     */
    long walletId(long accountId, Mode mode);

    /** What is in a wallet now, without locking it; empty if there is no such wallet. */
    Optional<Usd> balance(long walletId);

    /** What is in the wallets of accounts, by account id; without locking them. */
    Map<Long, Balances> balances(Collection<Long> accountIds);

    /** What an account has, in each mode. */
    record Balances(Usd live, Usd test) {
        public static final Balances NONE = new Balances(Usd.ZERO, Usd.ZERO);
    }

    /**
     * Which accounts to list. What is null doesn't filter.
     *
     * @param text a part of the name or the e-mail address, in any case
     * @param before only accounts with a smaller id: the next page
     * @param limit at most so many
     */
    record AccountQuery(
            @Nullable String text,
            Account.@Nullable Status status,
            Account.@Nullable Role role,
            @Nullable Long before,
            int limit) {}

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
