package planted.calls.fulfillment;

import org.springframework.transaction.support.TransactionTemplate;
import planted.calls.provider.Provider;

/** Calls while a transaction waits. */
final class Buyer {
    void buy(TransactionTemplate transactions, Provider provider) {
        provider.buy();
        transactions.executeWithoutResult(_ -> {});
    }
}
