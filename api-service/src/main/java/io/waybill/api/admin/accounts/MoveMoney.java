package io.waybill.api.admin.accounts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.waybill.account.Accounts;
import io.waybill.account.Mode;
import io.waybill.api.admin.Author;
import io.waybill.api.admin.Done;
import io.waybill.api.wallet.ReadTransfers;
import io.waybill.api.wallet.Transfer;
import io.waybill.audit.AuditEntry;
import io.waybill.audit.Facts;
import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.ledger.Ledger;
import io.waybill.ledger.Posting;
import io.waybill.money.Usd;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Moves money into wallets and out of them, by hand. No wallet is left with less than nothing, or with more than
 * {@link #MOST_IN_A_WALLET}. Takes part in the caller's transaction; locks the wallet. Thread-safe.
 */
final class MoveMoney {
    static final Usd MOST_AT_ONCE = Usd.parse("10000000.00");

    /** Far below what a balance can count to, so that neither refunds nor top-ups can make one overflow. */
    static final Usd MOST_IN_A_WALLET = Usd.parse("1000000000.00");

    private final Accounts accounts;
    private final Ledger ledger;
    private final ReadTransfers transfers;

    MoveMoney(Accounts accounts, Ledger ledger, ReadTransfers transfers) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.transfers = transfers;
    }

    /** @param amount positive, at most {@link #MOST_AT_ONCE} */
    Done topUp(Author author, Wallet wallet, Usd amount) {
        if (accounts.find(wallet.accountId()).isEmpty()) {
            return new Done.Refused(UnknownAccount.refusal());
        }
        long walletId = accounts.walletId(wallet.accountId(), wallet.mode());
        Usd before = lock(walletId);
        if (MOST_IN_A_WALLET.isLessThan(before.plus(amount))) {
            return Done.invalid(
                    "amount",
                    "range",
                    "the wallet holds " + before + ", and may hold " + MOST_IN_A_WALLET + " at most");
        }
        ledger.post(List.of(new Posting.TopUp(walletId, amount, author.actor(), note(author))));
        return done(author, "wallet.top_up", wallet, walletId, before);
    }

    /** @param amount positive, at most {@link #MOST_AT_ONCE} */
    Done debit(Author author, Wallet wallet, Usd amount) {
        if (accounts.find(wallet.accountId()).isEmpty()) {
            return new Done.Refused(UnknownAccount.refusal());
        }
        long walletId = accounts.walletId(wallet.accountId(), wallet.mode());
        Usd before = lock(walletId);
        if (before.isLessThan(amount)) {
            return new Done.Refused(Refusal.of(
                    ErrorCode.INSUFFICIENT_BALANCE,
                    "The wallet has " + before + ", the adjustment takes " + amount + ".",
                    Map.of("required", amount.toShortString(), "available", before.toShortString())));
        }
        ledger.post(List.of(new Posting.Debit(walletId, amount, author.actor(), note(author))));
        return done(author, "wallet.adjust", wallet, walletId, before);
    }

    private Usd lock(long walletId) {
        return Objects.requireNonNull(ledger.lock(List.of(walletId)).get(walletId));
    }

    private static String note(Author author) {
        return Objects.requireNonNullElse(author.reason(), "");
    }

    private Done done(Author author, String action, Wallet wallet, long walletId, Usd before) {
        Transfer made = transfers.newest(walletId);
        AuditEntry entry = author.entry(
                action,
                "account:" + wallet.accountId(),
                Facts.of("balance", before.toLongString()),
                Facts.of("balance", made.balanceAfter())
                        .and("mode", wallet.mode().wire())
                        .and("amount", made.amount())
                        .and("seq", made.seq()));
        return Done.well(new Moved(true, wallet.accountId(), wallet.mode().wire(), made), entry);
    }

    /** An account's wallet in a mode. */
    record Wallet(long accountId, Mode mode) {}

    /** The transfer that was made, answered flat. */
    record Moved(
            boolean ok,
            long accountId,
            String mode,
            @JsonUnwrapped Transfer transfer) {}
}
