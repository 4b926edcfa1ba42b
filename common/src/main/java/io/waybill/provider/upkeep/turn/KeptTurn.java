package io.waybill.provider.upkeep.turn;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a turn while its work is done, and interrupts the worker's thread if it passes on. What is written then is
 * fenced anyway ({@link Turns#confirm}): the interrupt only ends work that has become useless.
 */
public final class KeptTurn implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptTurn.class);

    private final Turns turns;
    private final Turn turn;
    private final Thread worker;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread renewer;
    private volatile boolean lost;

    private KeptTurn(Turns turns, Turn turn, Thread worker) {
        this.turns = turns;
        this.turn = turn;
        this.worker = worker;
        this.renewer = Thread.ofVirtual().name("turn-renewer").unstarted(this::renew);
    }

    /** Keeps the turn for the calling thread, until it closes this. */
    public static KeptTurn keep(Turns turns, Turn turn) {
        KeptTurn kept = new KeptTurn(turns, turn, Thread.currentThread());
        kept.renewer.start();
        return kept;
    }

    private void renew() {
        Duration pause = turns.hold().dividedBy(3);
        try {
            while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!renewed()) {
                    lost = true;
                    worker.interrupt();
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A database that does not answer may answer in time at the next try. */
    private boolean renewed() {
        try {
            return turns.renew(turn);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("chore", turn.chore().wire())
                    .setCause(e)
                    .log("turn could not be renewed");
            return true;
        }
    }

    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (renewer.isAlive()) {
            try {
                renewer.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (lost) {
            // The interrupt was for the work, which is over.
            Thread.interrupted();
        } else if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
