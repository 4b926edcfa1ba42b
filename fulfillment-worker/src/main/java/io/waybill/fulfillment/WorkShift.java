package io.waybill.fulfillment;

import io.waybill.fulfillment.claim.ClaimWaiting;
import io.waybill.fulfillment.claim.Puller;
import io.waybill.fulfillment.dispatch.Dispatcher;
import io.waybill.fulfillment.dispatch.StrayFinder;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.fulfillment.session.SessionReaper;
import io.waybill.fulfillment.settle.Settler;
import io.waybill.messaging.WaitingOrders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The worker's day: begins in the order of what needs what, and ends in the reverse one. At the end nothing more is
 * claimed, what is in flight is finished and settled as far as the time goes, and the session is ended last; if
 * something is still being sent then, it is left to expire, and others rule it unknown.
 */
final class WorkShift implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WorkShift.class);

    /** For what a purchase takes besides its answer. */
    private static final Duration MORE_THAN_AN_ANSWER = Duration.ofSeconds(2);

    private static final Duration SETTLE_THE_REST_WITHIN = Duration.ofSeconds(5);

    private final SessionKeeper keeper;
    private final SessionReaper reaper;
    private final Lines lines;
    private final Settler settler;
    private final Dispatcher dispatcher;
    private final StrayFinder strays;
    private final Puller puller;
    private final WaitingOrders waitingOrders;
    private final ClaimWaiting claimWaiting;
    private WaitingOrders.@Nullable Subscription subscription;
    private final Duration finishWithin;
    private volatile boolean running;

    WorkShift(Crew crew, Duration finishWithin) {
        this.keeper = crew.keeper();
        this.reaper = crew.reaper();
        this.lines = crew.lines();
        this.settler = crew.settler();
        this.dispatcher = crew.dispatcher();
        this.strays = crew.strays();
        this.puller = crew.puller();
        this.waitingOrders = crew.waitingOrders();
        this.claimWaiting = crew.claimWaiting();
        this.finishWithin = finishWithin;
    }

    @Override
    public void start() {
        keeper.start();
        lines.start();
        settler.start();
        reaper.start();
        strays.start();
        puller.start();
        subscription = waitingOrders.subscribe(claimWaiting);
        running = true;
        log.atInfo().log("fulfillment worker at work");
    }

    @Override
    public void stop() {
        if (subscription != null) {
            subscription.close();
        }
        puller.stop();
        dispatcher.awaitIdle(finishWithin());
        strays.stop();
        reaper.stop();
        settler.stop(SETTLE_THE_REST_WITHIN);
        keeper.stop();
        lines.stop();
        running = false;
        log.atInfo().log("fulfillment worker stopped");
    }

    /** At least the setting, and so long that every provider that was asked can still answer. */
    private Duration finishWithin() {
        Duration answered = lines.longestAnswer().plus(MORE_THAN_AN_ANSWER);
        return answered.compareTo(finishWithin) > 0 ? answered : finishWithin;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** All who are at work in a worker. */
    record Crew(
            SessionKeeper keeper,
            SessionReaper reaper,
            Lines lines,
            Settler settler,
            Dispatcher dispatcher,
            StrayFinder strays,
            Puller puller,
            WaitingOrders waitingOrders,
            ClaimWaiting claimWaiting) {}
}
