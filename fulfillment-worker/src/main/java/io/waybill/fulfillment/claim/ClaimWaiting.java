package io.waybill.fulfillment.claim;

import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.line.Line;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.line.Reservation;
import io.waybill.messaging.WaitingOrders;
import io.waybill.messaging.WaitingOrders.WaitingOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims the orders that a batch of records names, as far as there are permits; the rest is left to the puller.
 * Afterwards the records may be acknowledged, whatever became of them. Thread-safe.
 */
public final class ClaimWaiting implements WaitingOrders.Handler {
    private static final Logger log = LoggerFactory.getLogger(ClaimWaiting.class);

    private final Claimer claimer;
    private final Lines lines;
    private final Backlog backlog;
    private final Puller puller;
    private final Probe probe;
    private final int batch;

    ClaimWaiting(Claimer claimer, Lines lines, Backlog backlog, Puller puller, Probe probe, int batch) {
        this.claimer = claimer;
        this.lines = lines;
        this.backlog = backlog;
        this.puller = puller;
        this.probe = probe;
        this.batch = batch;
    }

    /** Returns after the claim is committed; if it failed, the orders still wait in PostgreSQL, for the puller. */
    @Override
    public void take(List<WaitingOrder> named) {
        probe.reached(Checkpoint.AFTER_POLL);
        for (int from = 0; from < named.size(); from += batch) {
            claimBatch(named.subList(from, Math.min(from + batch, named.size())));
        }
        probe.reached(Checkpoint.BEFORE_ACKNOWLEDGE);
    }

    @Override
    public void acknowledged() {
        probe.reached(Checkpoint.AFTER_ACKNOWLEDGE);
    }

    private void claimBatch(List<WaitingOrder> named) {
        Map<Long, Reservation> reserved = new HashMap<>();
        try {
            List<WaitingOrder> permitted = new ArrayList<>(named.size());
            named.stream()
                    .distinct()
                    .collect(Collectors.groupingBy(WaitingOrder::providerId))
                    .forEach((providerId, orders) -> {
                        Line line = lines.find(providerId);
                        if (line == null || backlog.contains(providerId)) {
                            return; // the puller has them in its sight
                        }
                        Reservation reservation = line.reserve(orders.size());
                        reserved.put(providerId, reservation);
                        permitted.addAll(orders.subList(0, reservation.size()));
                        if (reservation.size() < orders.size()) {
                            puller.waiting(providerId);
                        }
                    });
            claimer.claimNamed(permitted, reserved);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("orders", named.size()).setCause(e).log("a claim failed, left to the puller");
            reserved.keySet().forEach(puller::waiting);
        } finally {
            reserved.values().forEach(Reservation::close);
        }
    }
}
