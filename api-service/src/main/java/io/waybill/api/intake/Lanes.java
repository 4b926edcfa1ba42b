package io.waybill.api.intake;

import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.Placement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The lanes, each for its share of the wallets: requests of one wallet meet in one transaction instead of at its lock.
 */
final class Lanes implements Intake, SmartLifecycle {
    /** Starts before the web server and stops after it; stops before the relay that carries what it commits. */
    static final int PHASE = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final IntakeSettings settings;
    private final List<Lane> lanes;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean open;

    Lanes(PlaceOrders placeOrders, IntakeSettings settings, IntakeMeters meters) {
        this.settings = settings;
        this.lanes = IntStream.range(0, settings.lanes())
                .mapToObj(number ->
                        new Lane(number, settings.queue(), new PlaceBatch(placeOrders, settings.recovery()), meters))
                .toList();
        meters.measureQueue(() -> lanes.stream().mapToInt(Lane::queued).sum());
    }

    @Override
    public CompletableFuture<Placement> submit(OrderRequest request) {
        Waiting waiting = new Waiting(request, System.nanoTime());
        int lane = Math.floorMod(Long.hashCode(request.buyer().walletId()), lanes.size());
        lanes.get(lane).submit(waiting);
        return waiting.answer();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void start() {
        lanes.forEach(Lane::start);
        Thread.ofPlatform().name("intake-clock").daemon().start(this::dropLateUntilStopped);
        open = true;
    }

    /** Refuses new requests, and answers those that are queued. */
    @Override
    public void stop() {
        open = false;
        long end = System.nanoTime() + settings.stopWithin().toNanos();
        try {
            lanes.forEach(Lane::close);
            for (Lane lane : lanes) {
                if (!lane.awaitEnd(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    log.atWarn().addKeyValue("queued", lane.queued()).log("a lane is not done in time");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void dropLateUntilStopped() {
        try {
            while (!stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                lanes.forEach(lane -> lane.dropOlderThan(settings.deadline(), now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
