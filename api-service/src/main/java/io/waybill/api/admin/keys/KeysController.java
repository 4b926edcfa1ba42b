package io.waybill.api.admin.keys;

import io.waybill.account.Account;
import io.waybill.account.Accounts;
import io.waybill.account.ApiKeys;
import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.accounts.UnknownAccount;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.http.Page;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class KeysController {
    private final AdminDesk desk;
    private final Accounts accounts;
    private final ApiKeys keys;
    private final IssueKey issueKey;
    private final RevokeKey revokeKey;

    KeysController(AdminDesk desk, Accounts accounts, ApiKeys keys, IssueKey issueKey, RevokeKey revokeKey) {
        this.desk = desk;
        this.accounts = accounts;
        this.keys = keys;
        this.issueKey = issueKey;
        this.revokeKey = revokeKey;
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/accounts/{accountId}/keys")
    Answer keys(Exchange exchange, @PathVariable String accountId) {
        QueryParameters query = new QueryParameters(exchange.request());
        Long after = query.number("after");
        int limit = query.limit();
        query.requireNoErrors();
        long id = PathIds.parse(accountId);
        Optional<Account.Role> owner = accounts.find(id).map(Account::role);
        if (owner.isEmpty()) {
            return Answer.refused(UnknownAccount.refusal());
        }
        return Page.of(keys.list(id, after, limit + 1), limit, ApiKeys.Listed::id)
                .map(found ->
                        found.stream().map(key -> KeyView.of(key, owner.get())).toList())
                .answer("keys");
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/accounts/{accountId}/keys")
    Answer issue(Exchange exchange, @PathVariable String accountId) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.OPTIONAL);
        KeyRequest request = new KeyFields(write).request();
        return desk.carryOut(write, () -> issueKey.issue(write.author(), PathIds.parse(accountId), request));
    }

    @Requires(Scope.ADMIN_WRITE)
    @DeleteMapping("/api/admin/v1/accounts/{accountId}/keys/{keyId}")
    Answer revoke(Exchange exchange, @PathVariable String accountId, @PathVariable String keyId) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.OPTIONAL);
        write.requireNoErrors();
        return desk.carryOut(
                write, () -> revokeKey.revoke(write.author(), PathIds.parse(accountId), PathIds.parse(keyId)));
    }
}
