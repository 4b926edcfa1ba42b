package io.waybill.api.orders;

import io.waybill.api.schedule.Repeater;
import io.waybill.order.reading.Orders;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets requests wait until their orders are final: one query for all of them, ten times a second, and none while nobody
 * waits. Whoever finds no place doesn't wait. Thread-safe.
 */
final class FinalWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(FinalWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Orders orders;
    private final Semaphore places;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Repeater looker;

    /** @param places how many may wait at once */
    FinalWatch(Orders orders, int places) {
        this.orders = orders;
        this.places = new Semaphore(places);
    }

    /**
     * Returns when the order is final, the time is over, or this stops: read the order then.
     *
     * @return false, at once, if there is no place: there can be nothing new to read
     */
    boolean await(long orderId, Duration atMost) {
        if (atMost.isZero() || !isRunning() || !places.tryAcquire()) {
            return false;
        }
        Waiter waiter = new Waiter(orderId, new CompletableFuture<>());
        waiting.add(waiter);
        try {
            waiter.released.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            log.atDebug().addKeyValue("order", orderId).log("not final in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it exceptionally", e);
        } finally {
            waiting.remove(waiter);
            places.release();
        }
        return true;
    }

    private void look() {
        Set<Long> asked = waiting.stream().map(Waiter::orderId).collect(Collectors.toSet());
        if (asked.isEmpty()) {
            return;
        }
        Set<Long> ended = orders.finalAmong(asked);
        waiting.stream().filter(waiter -> ended.contains(waiter.orderId)).forEach(Waiter::release);
    }

    @Override
    public void start() {
        looker = Repeater.start("final-watch", INTERVAL, this::look);
    }

    /** Before the web server stops, so that nobody holds it up. */
    @Override
    public void stop() {
        Repeater running = looker;
        looker = null;
        if (running != null) {
            running.close();
        }
        waiting.forEach(Waiter::release);
    }

    @Override
    public boolean isRunning() {
        return looker != null;
    }

    /** A request that waits; several may wait for one order. */
    private record Waiter(long orderId, CompletableFuture<Boolean> released) {
        void release() {
            released.complete(true);
        }
    }
}
