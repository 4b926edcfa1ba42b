package io.waybill.fulfillment.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.waybill.fulfillment.pace.Loop;
import io.waybill.fulfillment.session.JdbcSessions.Abandoned;
import io.waybill.fulfillment.session.JdbcSessions.Dead;
import io.waybill.fulfillment.settle.Finished;
import io.waybill.fulfillment.settle.SettleOrders;
import io.waybill.provider.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of workers that have died, and rules on what they were sending: it is unknown whether it was
 * bought. Every worker runs one; each statement is fenced, so that they don't mind each other. Thread-safe.
 */
public final class SessionReaper {
    private static final Logger log = LoggerFactory.getLogger(SessionReaper.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final JdbcSessions sessions;
    private final SettleOrders settleOrders;
    private final SessionSettings settings;
    private final AtomicLong unknown = new AtomicLong();
    private final Loop loop = new Loop("session-reaper", this::reap);

    SessionReaper(JdbcSessions sessions, SettleOrders settleOrders, SessionSettings settings, MeterRegistry meters) {
        Gauge.builder("waybill.fulfillment.unknown", unknown, AtomicLong::doubleValue)
                .description("Purchases of which nobody knows the outcome, in the whole store")
                .register(meters);
        this.sessions = sessions;
        this.settleOrders = settleOrders;
        this.settings = settings;
    }

    public void start() {
        loop.start();
    }

    public void stop() {
        loop.stop(STOP_WITHIN);
    }

    Duration reap() {
        for (Dead dead : sessions.endDead(settings.deadAfter())) {
            log.atWarn()
                    .addKeyValue("session", dead.id())
                    .addKeyValue("worker", dead.worker())
                    .log("dead session ended");
        }
        List<Abandoned> abandoned;
        SettleOrders.Unsettled unsettled;
        do {
            abandoned = sessions.abandoned(SettleOrders.MAX_BATCH);
            unsettled = settleOrders.settle(
                    abandoned.stream().map(SessionReaper::unknown).toList());
        } while (abandoned.size() == SettleOrders.MAX_BATCH && unsettled.isEmpty() && loop.isRunning());
        unknown.set(settleOrders.countUnknown());
        return settings.renewEvery();
    }

    private static Finished unknown(Abandoned abandoned) {
        String evidence = "Worker session " + abandoned.sessionId() + " ended before it recorded an answer.";
        return new Finished(
                abandoned.orderId(),
                abandoned.attemptId(),
                abandoned.send(),
                new Outcome.Unknown(evidence, Outcome.Exchange.NONE));
    }
}
