package io.waybill.catalog;

import io.waybill.account.Mode;
import java.util.List;
import java.util.Map;

/** The voucher codes in stock: sealed at rest, stored once, given to one order only. Thread-safe. */
public interface StockCodes {
    /**
     * Stores codes for an item; a code that is in the store already, for whatever item, or that stands in the list
     * before, is left out.
     *
     * @return the places in the list, from 0, of those that were left out
     */
    List<Integer> add(long itemId, Mode mode, List<String> codes);

    /**
     * Locks free codes for these needs until the caller's transaction ends, as many as there are, and gives none yet.
     * Never waits: codes that another transaction is about to take are passed over.
     */
    Reservation reserve(List<Need> needs);

    /** Which of the needs could be served now, each looked at by itself; takes nothing. */
    List<Need> servable(List<Need> needs);

    /** The opened codes of orders, oldest first. For their owners only: never log them. */
    Map<Long, List<String>> ofOrders(List<Long> orderIds);

    /** An order that needs {@code count} codes of an item. */
    record Need(long orderId, long itemId, Mode mode, int count) {}

    /** Free codes that one transaction has locked. Not thread-safe. */
    interface Reservation {
        /** Whether there are codes enough for this need among those not yet taken. */
        boolean covers(Need need);

        /**
         * Sets codes aside for the order.
         *
         * @throws IllegalStateException if there are not {@linkplain #covers enough}
         */
        void take(Need need);

        /** Writes the codes that were set aside to their orders; the others stay free. */
        void give();
    }
}
