package io.waybill.api.admin.accounts;

import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.Accounts.AccountQuery;
import io.waybill.account.Accounts.Balances;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads accounts with what is in their wallets. Thread-safe. */
final class ReadAccounts {
    private final Accounts accounts;

    ReadAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    Optional<AccountView> find(long accountId) {
        return accounts.find(accountId).map(account -> views(List.of(account)).getFirst());
    }

    List<AccountView> list(AccountQuery query) {
        return views(accounts.list(query));
    }

    private List<AccountView> views(List<Account> found) {
        Map<Long, Balances> balances =
                accounts.balances(found.stream().map(Account::id).toList());
        return found.stream()
                .map(account -> AccountView.of(account, balances.getOrDefault(account.id(), Balances.NONE)))
                .toList();
    }
}
