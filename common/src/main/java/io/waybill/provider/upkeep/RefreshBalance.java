package io.waybill.provider.upkeep;

import io.waybill.provider.Provider;
import io.waybill.provider.Provider.Balance;
import io.waybill.provider.ProviderException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a provider for our balance, and notes it with what that says of the provider's health. Thread-safe. */
public final class RefreshBalance {
    private static final Logger log = LoggerFactory.getLogger(RefreshBalance.class);

    private final JdbcBalances balances;

    RefreshBalance(JdbcBalances balances) {
        this.balances = balances;
    }

    /**
     * @return what is wrong with the provider, in words; empty if it answered
     * @throws TurnLostException if the turn has passed on meanwhile; nothing was written
     * @throws CancellationException if the thread was interrupted; nothing was written
     */
    public Optional<String> run(Turn turn, Provider provider) {
        try {
            Balance balance = provider.balance();
            balances.write(turn, balance);
            log.atDebug()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("balance", balance.amount())
                    .addKeyValue("currency", balance.currency())
                    .log("provider balance read");
            return Optional.empty();
        } catch (ProviderException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while the provider was asked for the balance");
            }
            String fault = String.valueOf(e.getMessage());
            balances.writeFailure(turn, fault);
            log.atWarn()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("error", fault)
                    .log("provider balance could not be read");
            return Optional.of(fault);
        }
    }
}
