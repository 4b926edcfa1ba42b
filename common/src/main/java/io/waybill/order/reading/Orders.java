package io.waybill.order.reading;

import io.waybill.account.Mode;
import io.waybill.order.Order;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reading orders as PostgreSQL has them now; no cache. Thread-safe; takes part in the caller's transaction. */
public interface Orders {
    /** An account's order in one mode; another's order is as good as none. */
    Optional<Order> find(long accountId, Mode mode, long orderId);

    /** An account's orders, newest first. */
    List<Order> list(OrderQuery query);

    /** What goes with orders that their owner reads, by order id; for unknown ids, nothing. */
    Map<Long, OrderHistory> histories(Collection<Long> orderIds);

    /** Those of the orders that have come to their end. One cheap query, for whoever waits. */
    Set<Long> finalAmong(Collection<Long> orderIds);
}
