package io.waybill.fulfillment.dispatch;

import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.line.Line;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.session.Session;
import io.waybill.fulfillment.settle.Finished;
import io.waybill.fulfillment.settle.Settler;
import io.waybill.provider.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes claimed purchases, one virtual thread each, and hands their outcomes to the settler. Thread-safe. */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final Lines lines;
    private final Settler settler;
    private final InFlight inFlight;
    private final Probe probe;

    Dispatcher(Lines lines, Settler settler, InFlight inFlight, Probe probe) {
        this.lines = lines;
        this.settler = settler;
        this.inFlight = inFlight;
        this.probe = probe;
    }

    /** Returns at once. Each purchase holds a permit of its line, which goes back when its outcome is settled. */
    public void dispatch(List<Claimed> purchases) {
        purchases.forEach(claimed -> inFlight.add(claimed.attemptId()));
        for (Claimed claimed : purchases) {
            Thread.ofVirtual().name("buy-", claimed.purchase().orderId()).start(() -> buy(claimed));
        }
    }

    /**
     * Settles claims of which it is not known whether they were committed, only that they were handed to nobody:
     * nothing was sent. They hold no permit.
     */
    public void neverSent(List<Claimed> claims) {
        Outcome outcome = new Outcome.NotBought(Outcome.NotBought.Reason.NEVER_SENT, null, Outcome.Exchange.NONE);
        for (Claimed claimed : claims) {
            inFlight.add(claimed.attemptId());
            settler.submit(finished(claimed, outcome), () -> inFlight.remove(claimed.attemptId()));
        }
    }

    /** Returns whether everything in flight was settled before the time was over. */
    public boolean awaitIdle(Duration within) {
        boolean idle = inFlight.awaitEmpty(within);
        if (!idle) {
            log.atWarn()
                    .addKeyValue("purchases", inFlight.size())
                    .log("stopping with purchases in flight: others will rule them unknown");
        }
        return idle;
    }

    private void buy(Claimed claimed) {
        Line line = Objects.requireNonNull(lines.find(claimed.providerId()), "it reserved the purchase");
        log.atDebug()
                .addKeyValue("order", claimed.purchase().orderId())
                .addKeyValue("provider", claimed.providerId())
                .addKeyValue("attempt", claimed.attemptId())
                .addKeyValue("send", claimed.send())
                .log("buying");
        Outcome outcome = buy(claimed, line);
        probe.reached(Checkpoint.AFTER_ANSWER);
        settler.submit(finished(claimed, outcome), () -> {
            inFlight.remove(claimed.attemptId());
            lines.settled(line);
        });
    }

    /** Whatever goes wrong in here, the purchase comes to an end, and its permit goes back. */
    private Outcome buy(Claimed claimed, Line line) {
        try {
            return line.buy(claimed.purchase(), () -> maySend(claimed.session()), claimed.probe());
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("order", claimed.purchase().orderId())
                    .addKeyValue("provider", claimed.providerId())
                    .setCause(e)
                    .log("a purchase failed in the worker");
            String evidence = "The worker failed: " + e.getClass().getName();
            return new Outcome.Unknown(evidence, Outcome.Exchange.NONE);
        }
    }

    /** Others can end the session from when it is not fresh any more: then nothing may be written. */
    private boolean maySend(Session session) {
        probe.reached(Checkpoint.BEFORE_FRESHNESS_CHECK);
        boolean fresh = session.isFresh();
        if (fresh) {
            probe.reached(Checkpoint.AFTER_FRESHNESS_CHECK);
        }
        return fresh;
    }

    private static Finished finished(Claimed claimed, Outcome outcome) {
        return new Finished(claimed.purchase().orderId(), claimed.attemptId(), claimed.send(), outcome);
    }
}
