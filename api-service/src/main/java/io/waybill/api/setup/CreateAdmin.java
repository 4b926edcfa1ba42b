package io.waybill.api.setup;

import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.Accounts.NewAccount;
import io.waybill.account.ApiKeys;
import io.waybill.account.ApiKeys.NewKey;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.AuditLog;
import io.waybill.audit.Facts;
import io.waybill.secret.KeySecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives an admin a key, and opens the admin's account if there is none yet: the way to the first key of a store, and
 * back in when the last one is lost. It asks for no key: whoever holds the database's password and the master key is
 * trusted. The audit log tells of it. Thread-safe.
 */
final class CreateAdmin {
    private static final String ACTOR = "command:create-admin";
    private static final String NAME = "Admin";

    private final Accounts accounts;
    private final ApiKeys keys;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    CreateAdmin(Accounts accounts, ApiKeys keys, AuditLog audit, TransactionTemplate transactions) {
        this.accounts = accounts;
        this.keys = keys;
        this.audit = audit;
        this.transactions = transactions;
    }

    /**
     * Returns a key that is good by then and may do everything. A repeat makes another key of the same account.
     *
     * @throws CommandRefused if the address is a reseller's or a suspended admin's, or the admin has as many keys as an
     *     account may
     */
    KeySecret create(String email) {
        try {
            return tryToCreate(email);
        } catch (DuplicateKeyException _) {
            // Another was quicker to open the account: it is there now.
            return tryToCreate(email);
        }
    }

    private KeySecret tryToCreate(String email) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<AuditEntry> entries = new ArrayList<>();
            Account admin = accounts.byEmail(email).map(this::lock).orElseGet(() -> open(email, entries));
            if (keys.countGood(admin.id()) >= ApiKeys.MOST_GOOD_KEYS) {
                throw new CommandRefused("This admin has " + ApiKeys.MOST_GOOD_KEYS
                        + " keys, which is the most: revoke one first, or give another address.");
            }
            ApiKeys.Created key = keys.create(NewKey.unrestricted(admin.id(), KeySecret.Kind.ADMIN_LIVE));
            Facts facts =
                    Facts.of("api_key_id", key.id()).and("hint", key.secret().hint());
            entries.add(entry("api_key.issue", admin.id(), facts));
            audit.append(entries);
            return key.secret();
        }));
    }

    private Account open(String email, List<AuditEntry> entries) {
        long id = accounts.create(NewAccount.admin(email, NAME));
        Facts facts = Facts.of("email", email)
                .and("name", NAME)
                .and("role", Account.Role.ADMIN.wire())
                .and("status", Account.Status.ACTIVE.wire());
        entries.add(entry("account.open", id, facts));
        return accounts.find(id).orElseThrow();
    }

    private Account lock(Account known) {
        Account account = accounts.lock(known.id()).orElseThrow();
        if (account.role() != Account.Role.ADMIN) {
            throw new CommandRefused("This is the address of a reseller: give the admin another one.");
        }
        if (account.status() != Account.Status.ACTIVE) {
            throw new CommandRefused("The admin with this address is suspended: give another address.");
        }
        return account;
    }

    private static AuditEntry entry(String action, long accountId, Facts facts) {
        return new AuditEntry(ACTOR, action, "account:" + accountId, null, Facts.NONE, facts);
    }
}
