package io.waybill.provider.upkeep.balance;

import io.waybill.provider.Provider;
import io.waybill.provider.ProviderException;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Asks a provider for our balance, and notes it with what that says of the provider's health. When several ask at once,
 * the answer to the question asked last stays. Thread-safe.
 */
public final class RefreshBalance {
    private static final Logger log = LoggerFactory.getLogger(RefreshBalance.class);

    private final JdbcBalances balances;
    private final NoteAnswer noteAnswer;

    RefreshBalance(JdbcBalances balances, NoteAnswer noteAnswer) {
        this.balances = balances;
        this.noteAnswer = noteAnswer;
    }

    /**
     * Asks in a worker's turn.
     *
     * @return what is wrong with the provider, in words; empty if it answered
     * @throws TurnLostException if the turn has passed on meanwhile; nothing was written
     * @throws CancellationException if the thread was interrupted; nothing was written
     */
    public Optional<String> run(Turn turn, Provider provider) {
        OffsetDateTime askedAt = balances.now();
        BalanceAnswer answer = ask(turn.providerId(), provider);
        noteAnswer.inTurn(turn, askedAt, answer);
        return switch (answer) {
            case BalanceAnswer.Answered _ -> Optional.empty();
            case BalanceAnswer.Failed failed -> Optional.of(failed.note());
        };
    }

    /**
     * Asks because somebody wants to know now: without a turn, and so without waiting for one that a worker holds. What
     * is answered is noted as in a turn.
     *
     * @throws CancellationException if the thread was interrupted; nothing was written
     */
    public BalanceAnswer test(long providerId, Provider provider) {
        OffsetDateTime askedAt = balances.now();
        BalanceAnswer answer = ask(providerId, provider);
        noteAnswer.now(providerId, askedAt, answer);
        return answer;
    }

    /**
     * Notes that a provider can't even be asked, as if it had given no usable answer; told as an event unless it was
     * failing already.
     *
     * @param why in words, without secrets
     */
    public void cannotAsk(long providerId, String why) {
        noteAnswer.now(providerId, balances.now(), new BalanceAnswer.Failed(why));
    }

    private static BalanceAnswer ask(long providerId, Provider provider) {
        try {
            BalanceAnswer.Answered answered = new BalanceAnswer.Answered(provider.balance());
            line(log.atDebug(), providerId)
                    .addKeyValue("balance", answered.balance().amount())
                    .addKeyValue("currency", answered.balance().currency())
                    .log("provider balance read");
            return answered;
        } catch (ProviderException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while the provider was asked for the balance");
            }
            BalanceAnswer.Failed failed = new BalanceAnswer.Failed(String.valueOf(e.getMessage()));
            line(log.atWarn(), providerId)
                    .addKeyValue("error", failed.note())
                    .log("provider balance could not be read");
            return failed;
        }
    }

    private static LoggingEventBuilder line(LoggingEventBuilder line, long providerId) {
        return line.addKeyValue("provider", providerId);
    }
}
