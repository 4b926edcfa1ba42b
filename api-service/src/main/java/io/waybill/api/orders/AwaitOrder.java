package io.waybill.api.orders;

import io.waybill.account.ApiKey;
import io.waybill.order.Order;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds an answer until its order is final, for those who prefer to wait. Thread-safe. */
public final class AwaitOrder {
    private static final Logger log = LoggerFactory.getLogger(AwaitOrder.class);

    private final FinalWatch watch;
    private final ReadOrders readOrders;

    AwaitOrder(FinalWatch watch, ReadOrders readOrders) {
        this.watch = watch;
        this.readOrders = readOrders;
    }

    /** The order as it is then. Empty if it can't be read: it was accepted all the same, so this is no failure. */
    public Optional<OrderView> until(Order order, ApiKey caller, Duration patience) {
        try {
            if (!order.status().isFinal()) {
                watch.await(order.id(), patience);
            }
            return readOrders.find(caller, order.id()).map(readOrders::view);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("order", order.id()).setCause(e).log("accepted order not read");
            return Optional.empty();
        }
    }
}
