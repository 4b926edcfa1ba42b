package io.waybill.api.admin.accounts;

import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.Accounts.Balances;
import io.waybill.account.Accounts.NewAccount;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.audit.Facts;
import org.springframework.dao.DuplicateKeyException;

/** Opens an account, with its empty wallets. Takes part in the caller's transaction. Thread-safe. */
final class OpenAccount {
    private final Accounts accounts;

    OpenAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    Done open(Author author, NewAccount wanted) {
        long id;
        try {
            id = accounts.create(wanted);
        } catch (DuplicateKeyException _) {
            return EmailTaken.refused();
        }
        Account opened = accounts.find(id).orElseThrow();
        return Done.well(
                AccountView.of(opened, Balances.NONE).flat(),
                author.entry("account.open", "account:" + id, Facts.NONE, AccountView.facts(opened)));
    }
}
