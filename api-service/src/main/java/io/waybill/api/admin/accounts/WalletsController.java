package io.waybill.api.admin.accounts;

import io.waybill.account.Accounts;
import io.waybill.account.Mode;
import io.waybill.account.Scope;
import io.waybill.api.admin.AdminDesk;
import io.waybill.api.admin.AdminWrite;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.input.PathIds;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.security.Requires;
import io.waybill.api.wallet.ReadTransfers;
import io.waybill.money.Usd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
final class WalletsController {
    private static final Usd LEAST = Usd.ofMicros(1);

    private final AdminDesk desk;
    private final Accounts accounts;
    private final MoveMoney moveMoney;
    private final ReadTransfers readTransfers;

    WalletsController(AdminDesk desk, Accounts accounts, MoveMoney moveMoney, ReadTransfers readTransfers) {
        this.desk = desk;
        this.accounts = accounts;
        this.moveMoney = moveMoney;
        this.readTransfers = readTransfers;
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/accounts/{accountId}/top-ups")
    Answer topUp(Exchange exchange, @PathVariable String accountId) {
        return move(exchange, accountId, moveMoney::topUp);
    }

    @Requires(Scope.ADMIN_WRITE)
    @PostMapping("/api/admin/v1/accounts/{accountId}/adjustments")
    Answer adjust(Exchange exchange, @PathVariable String accountId) {
        return move(exchange, accountId, moveMoney::debit);
    }

    private Answer move(Exchange exchange, String accountId, Move move) {
        AdminWrite write = desk.read(exchange, AdminDesk.Reason.REQUIRED);
        Usd amount = write.fields().required("amount", write.fields().usd("amount", LEAST, MoveMoney.MOST_AT_ONCE));
        Mode mode = write.fields().word("mode", Mode::ofWire);
        write.requireNoErrors();
        MoveMoney.Wallet wallet = new MoveMoney.Wallet(PathIds.parse(accountId), orLive(mode));
        return desk.carryOut(write, () -> move.of(write.author(), wallet, Objects.requireNonNull(amount)));
    }

    @Requires(Scope.ADMIN_READ)
    @GetMapping("/api/admin/v1/accounts/{accountId}/transfers")
    Answer transfers(Exchange exchange, @PathVariable String accountId) {
        QueryParameters query = new QueryParameters(exchange.request());
        ReadTransfers.Place place = ReadTransfers.Place.of(query);
        Mode mode = query.word("mode", Mode::ofWire);
        query.requireNoErrors();
        long id = PathIds.parse(accountId);
        if (accounts.find(id).isEmpty()) {
            return Answer.refused(UnknownAccount.refusal());
        }
        return readTransfers.page(accounts.walletId(id, orLive(mode)), place).answer("transfers");
    }

    private static Mode orLive(@Nullable Mode mode) {
        return mode == null ? Mode.LIVE : mode;
    }

    /** One way to move money. */
    private interface Move {
        Done of(Author author, MoveMoney.Wallet wallet, Usd amount);
    }
}
