package io.waybill.order.placing;

import io.waybill.money.Usd;
import java.util.HashMap;
import java.util.Map;

/**
 * What is left in purses while a batch is decided, request by request; a purse is a wallet, or a daily cap. Not
 * thread-safe.
 */
final class Purses {
    private final Map<Long, Usd> left;

    Purses(Map<Long, Usd> balances) {
        this.left = new HashMap<>(balances);
    }

    /** What is left; nothing in a purse that isn't there. */
    Usd left(long id) {
        return left.getOrDefault(id, Usd.ZERO);
    }

    /** Takes the amount, unless less is left. */
    boolean take(long id, Usd amount) {
        Usd before = left(id);
        if (before.isLessThan(amount)) {
            return false;
        }
        left.put(id, before.minus(amount));
        return true;
    }
}
