package io.waybill.api.wallet;

import io.waybill.account.Accounts;
import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.api.http.Answer;
import io.waybill.api.http.Exchange;
import io.waybill.api.input.QueryParameters;
import io.waybill.api.products.Showcase;
import io.waybill.api.security.Requires;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.money.DisplayRate;
import io.waybill.money.Usd;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
final class WalletController {
    private final Accounts accounts;
    private final Showcase showcase;
    private final ReadTransfers transfers;

    WalletController(Accounts accounts, Showcase showcase, ReadTransfers transfers) {
        this.accounts = accounts;
        this.showcase = showcase;
        this.transfers = transfers;
    }

    @Requires(Scope.WALLET_READ)
    @GetMapping("/api/v1/me")
    Answer me(Exchange exchange) {
        ApiKey key = exchange.caller();
        Optional<Usd> balance = accounts.balance(key.walletId());
        return balance.<Answer>map(usd -> Answer.ok(Me.of(key, usd, showcase.rate())))
                .orElseGet(() -> Answer.refused(
                        Refusal.of(ErrorCode.USER_NOT_FOUND, "The account of this key does not exist any more.")));
    }

    @Requires(Scope.WALLET_READ)
    @GetMapping("/api/v1/wallet/transfers")
    Answer transfers(Exchange exchange) {
        QueryParameters query = new QueryParameters(exchange.request());
        ReadTransfers.Place place = ReadTransfers.Place.of(query);
        query.requireNoErrors();
        return transfers.page(exchange.caller().walletId(), place).answer("transfers");
    }

    private record Me(boolean ok, String currency, String balanceDisplay, User user, long apiKeyId, String mode) {
        static Me of(ApiKey key, Usd balance, DisplayRate rate) {
            String display = rate.showBalance(balance);
            User user = new User(key.account().id(), key.account().email(), balance.toShortString(), display);
            return new Me(
                    true, rate.currency(), display, user, key.id(), key.mode().wire());
        }
    }

    private record User(long id, String email, String balance, String balanceDisplay) {}
}
