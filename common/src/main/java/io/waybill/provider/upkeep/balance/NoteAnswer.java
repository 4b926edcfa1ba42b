package io.waybill.provider.upkeep.balance;

import io.waybill.provider.Provider.Balance;
import io.waybill.provider.upkeep.balance.JdbcBalances.Change;
import io.waybill.provider.upkeep.event.ProviderEvent;
import io.waybill.provider.upkeep.event.ProviderEvent.Kind;
import io.waybill.provider.upkeep.event.ProviderEvents;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notes what a provider answered about our balance, in one transaction with its history and with the events of what
 * changed by it. An answer to an earlier question than the one that was noted last says nothing any more.
 */
final class NoteAnswer {
    private static final int SCALE = 6;

    private final JdbcBalances balances;
    private final ProviderEvents events;
    private final TransactionTemplate transactions;
    private final Turns turns;

    NoteAnswer(JdbcBalances balances, ProviderEvents events, TransactionTemplate transactions, Turns turns) {
        this.balances = balances;
        this.events = events;
        this.transactions = transactions;
        this.turns = turns;
    }

    /** @throws io.waybill.provider.upkeep.turn.TurnLostException if the turn has passed on; nothing was written */
    void inTurn(Turn turn, OffsetDateTime askedAt, BalanceAnswer answer) {
        transactions.executeWithoutResult(_ -> {
            turns.confirm(turn);
            note(turn.providerId(), askedAt, answer);
        });
    }

    void now(long providerId, OffsetDateTime askedAt, BalanceAnswer answer) {
        transactions.executeWithoutResult(_ -> note(providerId, askedAt, answer));
    }

    private void note(long providerId, OffsetDateTime askedAt, BalanceAnswer answer) {
        switch (answer) {
            case BalanceAnswer.Answered answered -> noteBalance(providerId, askedAt, answered.balance());
            case BalanceAnswer.Failed failed -> noteFailure(providerId, askedAt, failed.note());
        }
    }

    private void noteBalance(long providerId, OffsetDateTime askedAt, Balance balance) {
        BigDecimal amount = balance.amount().setScale(SCALE, RoundingMode.FLOOR);
        Optional<Change> written = balances.writeUnlessOutdated(providerId, askedAt, amount, balance.currency());
        written.ifPresent(change -> {
            balances.keepIfDifferent(providerId, amount, balance.currency());
            tellRecovery(providerId, change);
            tellLevel(providerId, change, amount.stripTrailingZeros().toPlainString() + " " + balance.currency());
        });
    }

    private void tellRecovery(long providerId, Change change) {
        if (change.wasFailing()) {
            events.tell(new ProviderEvent(providerId, Kind.RECOVERED, "The provider answers again."));
        }
    }

    private void tellLevel(long providerId, Change change, String balance) {
        if (change.isLow() && !change.wasLow()) {
            events.tell(new ProviderEvent(
                    providerId, Kind.BALANCE_LOW, "The balance of " + balance + " is below the threshold."));
        } else if (change.wasLow() && !change.isLow()) {
            events.tell(new ProviderEvent(
                    providerId, Kind.BALANCE_RECOVERED, "The balance of " + balance + " is not below the threshold."));
        }
    }

    private void noteFailure(long providerId, OffsetDateTime askedAt, String note) {
        ProviderEvent failing = new ProviderEvent(providerId, Kind.FAILING, note);
        balances.writeFailureUnlessOutdated(providerId, askedAt, failing.note())
                .filter(change -> !change.wasFailing())
                .ifPresent(_ -> events.tell(failing));
    }
}
