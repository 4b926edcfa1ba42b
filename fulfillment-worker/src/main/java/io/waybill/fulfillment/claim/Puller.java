package io.waybill.fulfillment.claim;

import io.waybill.fulfillment.line.Line;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.line.Reservation;
import io.waybill.fulfillment.pace.Loop;
import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims from PostgreSQL what no record brought: what waited for a permit, for its time, or whose record was lost. It
 * alone suffices to make every order move. Providers take turns, one batch each; permits that become free wake it.
 * Thread-safe.
 */
public final class Puller {
    private static final Logger log = LoggerFactory.getLogger(Puller.class);

    /** So that many are claimed at a time where a rate is high. */
    private static final Duration SHORTEST_REST = Duration.ofMillis(10);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Claimer claimer;
    private final HoldWaiting holdWaiting;
    private final Lines lines;
    private final Backlog backlog;
    private final ClaimSettings settings;
    private final Ticker ticker;
    private final Loop loop = new Loop("puller", this::pull);
    private long lookedAt;
    private int turn;

    Puller(
            Claimer claimer,
            HoldWaiting holdWaiting,
            Lines lines,
            Backlog backlog,
            ClaimSettings settings,
            Ticker ticker) {
        this.claimer = claimer;
        this.holdWaiting = holdWaiting;
        this.lines = lines;
        this.backlog = backlog;
        this.settings = settings;
        this.ticker = ticker;
        this.lookedAt = ticker.nanos() - settings.pollEvery().toNanos();
    }

    public void start() {
        lines.whenFree(this::permitFree);
        loop.start();
    }

    public void stop() {
        loop.stop(STOP_WITHIN);
    }

    /** A provider's orders are waiting for a permit. */
    void waiting(long providerId) {
        backlog.add(providerId);
        loop.wake();
    }

    private void permitFree(long providerId) {
        if (backlog.contains(providerId)) {
            loop.wake();
        }
    }

    private Duration pull() {
        boolean all = isTimeToLookAtAll();
        if (all) {
            lines.unreadable().forEach(this::holdWaiting);
        }
        List<Line> turns = turns(all);
        while (!turns.isEmpty() && loop.isRunning()) {
            turns.removeIf(line -> !pull(line));
        }
        return untilNextPull();
    }

    /** Permits that become free wake the puller; of a rate that allows more again, nobody tells. */
    private Duration untilNextPull() {
        Duration shortest = settings.pollEvery();
        for (Line line : lines.open()) {
            Duration wait = line.untilRateAllows();
            if (wait.isPositive() && wait.compareTo(shortest) < 0 && backlog.contains(line.providerId())) {
                shortest = wait;
            }
        }
        return shortest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : shortest;
    }

    private boolean isTimeToLookAtAll() {
        long now = ticker.nanos();
        if (now - lookedAt < settings.pollEvery().toNanos()) {
            return false;
        }
        lookedAt = now;
        return true;
    }

    /** Another provider begins each time. */
    private List<Line> turns(boolean all) {
        List<Line> turns = new ArrayList<>(lines.open());
        turns.removeIf(line -> !all && !backlog.contains(line.providerId()));
        if (!turns.isEmpty()) {
            Collections.rotate(turns, turn++ % turns.size());
        }
        return turns;
    }

    private void holdWaiting(long providerId) {
        try {
            holdWaiting.of(providerId);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("provider", providerId).setCause(e).log("what waits for it can't be held");
        }
    }

    private void resumeHeld(long providerId) {
        try {
            claimer.resumeHeld(providerId);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("provider", providerId).setCause(e).log("held orders wait for their own time");
        }
    }

    /** Claims one batch. Returns whether another one may follow at once. */
    private boolean pull(Line line) {
        long providerId = line.providerId();
        if (line.hasReturned()) {
            resumeHeld(providerId);
        }
        try (Reservation reserved = line.reserve(settings.batch())) {
            if (reserved.size() == 0) {
                backlog.add(providerId);
                return false;
            }
            backlog.remove(providerId); // before the look: what begins to wait during it must not be forgotten
            boolean more = claimer.claimDue(reserved) == reserved.size();
            if (more) {
                backlog.add(providerId);
            }
            return more;
        } catch (RuntimeException e) {
            log.atError().addKeyValue("provider", providerId).setCause(e).log("a claim failed, the next one follows");
            return false;
        }
    }
}
