package io.waybill.catalog;

import io.waybill.account.Mode;
import java.util.List;
import java.util.Map;

/** The voucher codes in stock: sealed at rest, stored once, given to one order only. Thread-safe. */
public interface StockCodes {
    /**
     * Stores codes for an item; a code that is in the store already, for whatever item, is left out.
     *
     * @return how many were stored
     */
    int add(long itemId, Mode mode, List<String> codes);

    /**
     * Gives free codes to orders, in the caller's transaction. An order gets all the codes that it needs or none; codes that
     * another transaction is about to take are passed over.
     *
     * @return the orders that got theirs
     */
    List<Need> take(List<Need> needs);

    /** The opened codes of orders, oldest first. For their owners only: never log them. */
    Map<Long, List<String>> ofOrders(List<Long> orderIds);

    /** An order that needs {@code count} codes of an item. */
    record Need(long orderId, long itemId, Mode mode, int count) {}
}
