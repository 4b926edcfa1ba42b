package io.waybill.api.orders;

import io.waybill.account.ApiKey;
import io.waybill.order.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds an answer until its order is final, for those who prefer to wait. Thread-safe. */
public final class AwaitOrder {
    private static final Logger log = LoggerFactory.getLogger(AwaitOrder.class);

    /** Of all who are told at the same moment: the other connections to the database are left to those who order. */
    static final int READERS = 4;

    private static final Duration READ_WITHIN = Duration.ofSeconds(5);

    private final FinalWatch watch;
    private final ReadOrders readOrders;
    private final Semaphore readers = new Semaphore(READERS, true);

    AwaitOrder(FinalWatch watch, ReadOrders readOrders) {
        this.watch = watch;
        this.readOrders = readOrders;
    }

    /**
     * The order as it is then. Empty if it didn't wait, for there was no place, or if it can't be read in time: it was
     * accepted all the same, so this is no failure.
     */
    public Optional<OrderView> until(Order order, ApiKey caller, Duration patience) {
        try {
            boolean hasNews = order.status().isFinal() || watch.await(order.id(), patience);
            return hasNews ? read(order, caller) : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("order", order.id()).setCause(e).log("accepted order not read");
            return Optional.empty();
        }
    }

    private Optional<OrderView> read(Order order, ApiKey caller) throws InterruptedException {
        if (!readers.tryAcquire(READ_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            log.atWarn().addKeyValue("order", order.id()).log("accepted order not read in time");
            return Optional.empty();
        }
        try {
            return readOrders.find(caller, order.id()).map(readOrders::view);
        } finally {
            readers.release();
        }
    }
}
