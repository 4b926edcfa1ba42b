package io.waybill.api.admin.accounts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.waybill.account.Account;
import io.waybill.account.Accounts.Balances;
import io.waybill.audit.Facts;
import io.waybill.money.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as admins see it.
 *
 * @param balance of the live wallet, in USD
 * @param testBalance of the test wallet
 */
record AccountView(
        long accountId,
        String email,
        String name,
        String role,
        String status,
        int rateLimit,
        boolean providerBilling,
        @Nullable String providerDailyCap,
        String balance,
        String testBalance,
        Instant createdAt) {

    static AccountView of(Account account, Balances balances) {
        return new AccountView(
                account.id(),
                account.email(),
                account.name(),
                account.role().wire(),
                account.status().wire(),
                account.rateLimit(),
                account.providerBilling(),
                shown(account.providerDailyCap()),
                balances.live().toShortString(),
                balances.test().toShortString(),
                account.createdAt());
    }

    /** What the audit log says of an account. */
    static Facts facts(Account account) {
        return Facts.of("email", account.email())
                .and("name", account.name())
                .and("role", account.role().wire())
                .and("status", account.status().wire())
                .and("rate_limit", account.rateLimit())
                .and("provider_billing", account.providerBilling())
                .and("provider_daily_cap", shown(account.providerDailyCap()));
    }

    private static @Nullable String shown(@Nullable Usd usd) {
        return usd == null ? null : usd.toShortString();
    }

    One flat() {
        return new One(true, this);
    }

    /** One account, answered flat. */
    record One(boolean ok, @JsonUnwrapped AccountView account) {}
}
