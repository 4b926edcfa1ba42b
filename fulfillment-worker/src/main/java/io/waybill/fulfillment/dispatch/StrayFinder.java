package io.waybill.fulfillment.dispatch;

import io.waybill.fulfillment.dispatch.JdbcSendings.Sending;
import io.waybill.fulfillment.pace.Loop;
import io.waybill.fulfillment.session.Session;
import io.waybill.fulfillment.session.SessionKeeper;
import io.waybill.fulfillment.settle.Finished;
import io.waybill.fulfillment.settle.SettleOrders;
import io.waybill.provider.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds attempts that are being sent in this worker's session, but that the worker is not busy with: their outcome was
 * given up, or the commit of their claim was in doubt. It is unknown whether they were bought. An attempt must be found
 * twice in a row, as a claim is committed a moment before it is in flight.
 */
public final class StrayFinder {
    private static final Logger log = LoggerFactory.getLogger(StrayFinder.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final int MOST = 20_000;

    private final JdbcSendings sendings;
    private final SessionKeeper keeper;
    private final InFlight inFlight;
    private final SettleOrders settleOrders;
    private final Duration every;
    private final Loop loop = new Loop("stray-finder", this::find);
    private Set<Sending> suspects = Set.of();

    StrayFinder(
            JdbcSendings sendings, SessionKeeper keeper, InFlight inFlight, SettleOrders settleOrders, Duration every) {
        this.sendings = sendings;
        this.keeper = keeper;
        this.inFlight = inFlight;
        this.settleOrders = settleOrders;
        this.every = every;
    }

    public void start() {
        loop.start();
    }

    public void stop() {
        loop.stop(STOP_WITHIN);
    }

    private Duration find() {
        Session session = keeper.fresh();
        if (session == null) {
            suspects = Set.of();
            return every;
        }
        Set<Sending> idle = sendings.inSession(session.id(), MOST).stream()
                .filter(sending -> !inFlight.contains(sending.attemptId()))
                .collect(Collectors.toUnmodifiableSet());
        List<Sending> strays = idle.stream()
                .filter(suspects::contains)
                .limit(SettleOrders.MAX_BATCH)
                .toList();
        suspects = idle;
        if (!strays.isEmpty()) {
            log.atError().addKeyValue("attempts", strays.size()).log("attempts without a purchase are ruled unknown");
            settleOrders.settle(strays.stream().map(StrayFinder::unknown).toList());
        }
        return every;
    }

    private static Finished unknown(Sending stray) {
        return new Finished(
                stray.orderId(),
                stray.attemptId(),
                stray.send(),
                new Outcome.Unknown("The worker lost track of the purchase.", Outcome.Exchange.NONE));
    }
}
