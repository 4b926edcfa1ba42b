package io.waybill.ledger;

import io.waybill.money.Usd;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The wallets and the transfers that explain their balances. Every call takes part in the caller's transaction.
 * Thread-safe.
 *
 * <p>Lock order: orders, then wallets, sorted by id; of other rows only those that placing orders takes come after
 * them.
 */
public interface Ledger {
    /** Locks wallets, sorted by id, until the transaction ends, and tells what is in them. Unknown ids are left out. */
    Map<Long, Usd> lock(Collection<Long> walletIds);

    /** What is in wallets just now. Unknown ids are left out. */
    Map<Long, Usd> balances(Collection<Long> walletIds);

    /**
     * Writes postings in the order given, with one update per wallet. The wallets must be {@linkplain #lock locked},
     * and hold enough.
     *
     * @return for each posting, at the same index, the balance of its wallet after it; {@link Usd#ZERO} for one without
     *     a wallet
     * @throws org.springframework.dao.DataIntegrityViolationException if a wallet would become negative, or an order be
     *     charged twice
     */
    List<Usd> post(List<? extends Posting> postings);
}
