package io.waybill.api.admin.accounts;

import io.waybill.account.Account;
import io.waybill.account.Accounts.AccountQuery;
import io.waybill.account.Accounts.NewAccount;
import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class AccountsController {
    private final AdminDesk desk;
    private final ReadAccounts readAccounts;
    private final OpenAccount openAccount;
    private final ChangeAccount changeAccount;

    AccountsController(
            AdminDesk desk, ReadAccounts readAccounts, OpenAccount openAccount, ChangeAccount changeAccount) {
        this.desk = desk;
        this.readAccounts = readAccounts;
        this.openAccount = openAccount;
        this.changeAccount = changeAccount;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/accounts")
    Answer accounts(Exchange exchange) {
        QueryParameters query = new QueryParameters(exchange.request());
        int limit = query.limit();
        AccountQuery wanted = new AccountQuery(
                query.text("q"),
                query.word("status", Account.Status::ofWire),
                query.word("role", Account.Role::ofWire),
                query.number("after"),
                limit + 1);
        query.requireNoErrors();
        return Page.of(readAccounts.list(wanted), limit, AccountView::accountId).answer("accounts");
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/accounts/{accountId}")
    Answer account(@PathVariable String accountId) {
        return readAccounts
                .find(PathIds.parse(accountId))
                .<Answer>map(account -> Answer.ok(account.flat()))
                .orElseGet(() -> Answer.refused(UnknownAccount.refusal()));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/accounts")
    Answer open(Exchange exchange) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.OPTIONAL);
        NewAccount wanted = new AccountFields(write).newAccount();
        return desk.carryOut(write, () -> openAccount.open(write.author(), wanted));
    }

    @Requires(Scope.ADMIN_WRITE)
    @PatchMapping("/api/admin/v1/accounts/{accountId}")
    Answer change(Exchange exchange, @PathVariable String accountId) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.OPTIONAL);
        AccountChange change = new AccountFields(write).change();
        return desk.carryOut(write, () -> changeAccount.change(write.author(), PathIds.parse(accountId), change));
    }
}
