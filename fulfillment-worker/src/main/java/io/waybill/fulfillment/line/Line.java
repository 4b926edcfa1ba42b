package io.waybill.fulfillment.line;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.provider.Outcome;
import io.waybill.provider.Outcome.Exchange;
import io.waybill.provider.Outcome.NotBought;
import io.waybill.provider.Outcome.NotBought.Reason;
import io.waybill.provider.Provider.SendGate;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.Purchase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line to one provider. Thread-safe. */
public final class Line {
    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final Outcome NEVER_SENT = new NotBought(Reason.NEVER_SENT, null, Exchange.NONE);
    private static final Outcome AWAY = new NotBought(Reason.PROVIDER_DOWN, null, Exchange.NONE);
    private static final Duration PAUSE_WHEN_BUSY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final long providerId;
    private final Permits permits;
    private final RateLimit rate;
    private final Departures departures;
    private final SlowStart slowStart = new SlowStart();
    private final CircuitBreaker breaker;
    private final Retry retry;
    private final Ticker ticker;
    private volatile Connection connection;
    private volatile Share share;
    private volatile int timesLost;
    private volatile boolean open = true;
    private final long quietForNanos;
    private final AtomicBoolean returned = new AtomicBoolean(true);
    private volatile long pausedUntil;
    private volatile long servedAt;

    Line(Connection connection, Share share, CircuitBreaker breaker, Retry retry, Duration quietFor, Ticker ticker) {
        ProviderAccount account = connection.account();
        this.providerId = account.id();
        this.share = share;
        this.permits = new Permits(share.of(account.concurrency()));
        this.rate = new RateLimit(ticker, rateOf(account, share));
        this.departures = new Departures(ticker, rateOf(account, share));
        this.connection = connection;
        this.breaker = breaker;
        this.retry = retry;
        this.ticker = ticker;
        this.quietForNanos = quietFor.toNanos();
        this.pausedUntil = ticker.nanos();
        this.servedAt = ticker.nanos();
        breaker.getEventPublisher().onStateTransition(change -> changed(change.getStateTransition()));
    }

    public long providerId() {
        return providerId;
    }

    /**
     * Reserves as many purchases as may be made now, at most {@code wanted}; often none. What waited for a provider
     * that was away does not fall upon it all at once when it is back.
     */
    public Reservation reserve(int wanted) {
        int asOf = timesLost;
        if (!open || pausedUntil - ticker.nanos() > 0) {
            return new Reservation(this, 0, false, asOf);
        }
        int permitted = permits.take(wanted, slowStart.allowed());
        int granted = rate.take(permitted);
        permits.giveBack(permitted - granted);
        if (granted == 0 || breaker.getState() == CircuitBreaker.State.CLOSED) {
            return new Reservation(this, granted, false, asOf);
        }
        int probes = 0;
        while (probes < granted && breaker.tryAcquirePermission()) {
            probes++;
        }
        permits.giveBack(granted - probes);
        rate.giveBack(granted - probes);
        return new Reservation(this, probes, true, asOf);
    }

    /**
     * Buys, blocking the calling virtual thread; never throws. What provably never left is tried again a few times.
     * Every call needs a reserved purchase, and is followed by {@link #settled}. What was claimed before the provider
     * was found to be away does not leave any more.
     *
     * @param probe whether it was {@linkplain Reservation#isProbe reserved} to find out if the provider is back
     */
    public Outcome buy(Purchase purchase, SendGate gate, boolean probe) {
        long start = ticker.nanos();
        Outcome outcome = gate.maySend() ? call(purchase, gate, probe) : NEVER_SENT;
        if (outcome == AWAY) {
            return outcome; // it says nothing that is not known already
        }
        if (isNeverSent(outcome) && !gate.maySend()) {
            if (probe) {
                breaker.releasePermission(); // this worker's fault, it says nothing about the provider
            }
            return outcome;
        }
        if (probe || breaker.getState() == CircuitBreaker.State.CLOSED) {
            report(ticker.nanos() - start, outcome);
        }
        return outcome instanceof NotBought notBought ? refused(notBought) : outcome;
    }

    /** What was sent before the provider was found to be away tells nothing of whether it is back: only probes do. */
    private void report(long nanos, Outcome outcome) {
        breaker.onResult(nanos, TimeUnit.NANOSECONDS, outcome);
        if (!Breakers.isFailureOfProvider(outcome)) {
            servedAt = ticker.nanos();
            slowStart.served(account().concurrency());
        } else if (Breakers.isAway(outcome) && isQuiet() && breaker.getState() == CircuitBreaker.State.CLOSED) {
            breaker.transitionToOpenState(); // the window would take longer to fill than an order has retries
        }
    }

    /**
     * Whether the provider was away, or not to be bought from, and is back; once each time, the first one included:
     * then what is held for it may go on.
     */
    public boolean hasReturned() {
        return returned.getAndSet(false);
    }

    boolean isAway() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    /** One purchase has come to its end, and its outcome is written. */
    void settled() {
        permits.giveBack(1);
    }

    int inFlight() {
        return permits.taken();
    }

    void giveBack(int unused, boolean probes) {
        permits.giveBack(unused);
        rate.giveBack(unused);
        for (int i = 0; probes && i < unused; i++) {
            breaker.releasePermission();
        }
    }

    boolean isOpen() {
        return open;
    }

    ProviderAccount account() {
        return connection.account();
    }

    /** Takes over changed settings. */
    void change(ProviderAccount account, Connection changed) {
        Connection former = connection;
        connection = changed;
        former.replace();
        limit();
        if (!open) {
            returned.set(true);
        }
        open = true;
    }

    /** So much of what the provider allows is this worker's part, from now on. */
    synchronized void share(Share changed) {
        if (changed.equals(Share.NONE)) {
            timesLost++;
        }
        share = changed;
        limit();
    }

    /** How often this worker has lost its part: what was reserved before is not to be used. */
    int timesLost() {
        return timesLost;
    }

    /** Whether what is out, and what was granted or left in the last second, has come down to this worker's part. */
    boolean isWithinShare() {
        return permits.isKept() && rate.isKept() && departures.isKept();
    }

    /** How long until its rate lets it buy again; zero if something else keeps it, which tells when it ends. */
    public Duration untilRateAllows() {
        long nanos = rate.nextInNanos();
        return nanos == Long.MAX_VALUE ? LONGEST_PAUSE : Duration.ofNanos(Math.max(0, nanos));
    }

    /** Nothing more is bought; what is in flight comes to its end. */
    void close() {
        open = false;
    }

    /** Closes the connection as well, once nothing is in flight. */
    void disconnect() {
        open = false;
        connection.replace();
    }

    private void awaitTurn() {
        long until = System.nanoTime() + departures.nextInNanos();
        long left = until - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }

    private Outcome send(Connection connected, Purchase purchase, SendGate gate, boolean probe) {
        awaitTurn();
        if (!probe && breaker.getState() != CircuitBreaker.State.CLOSED) {
            return AWAY;
        }
        return connected.buy(purchase, gate);
    }

    private Outcome call(Purchase purchase, SendGate gate, boolean probe) {
        Connection used = connection;
        while (!used.enter()) {
            Connection next = connection;
            if (next == used) {
                return NEVER_SENT;
            }
            used = next;
        }
        Connection entered = used;
        try {
            return Retry.decorateSupplier(retry, () -> send(entered, purchase, gate, probe))
                    .get();
        } catch (Throwable e) { // whatever an adapter throws, it is not known what it did before
            log.atError()
                    .addKeyValue("order", purchase.orderId())
                    .addKeyValue("provider", providerId)
                    .setCause(e)
                    .log("an adapter failed");
            return new Outcome.Unknown("The adapter failed: " + e.getClass().getName(), Exchange.NONE);
        } finally {
            entered.leave();
        }
    }

    private void changed(CircuitBreaker.StateTransition transition) {
        switch (transition) {
            case CLOSED_TO_OPEN -> {
                log.atWarn().addKeyValue("provider", providerId).log("the provider is away, it is probed from now on");
                slowStart.restart(firstProbes());
            }
            case HALF_OPEN_TO_OPEN -> slowStart.restart(firstProbes());
            case HALF_OPEN_TO_CLOSED -> {
                log.atInfo().addKeyValue("provider", providerId).log("the provider is back");
                slowStart.restart(firstProbes());
                returned.set(true);
            }
            default -> {} // of the library's others, none is ever made
        }
    }

    private int firstProbes() {
        return breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState();
    }

    private synchronized void limit() {
        ProviderAccount account = account();
        permits.limit(share.of(account.concurrency()));
        rate.limit(rateOf(account, share));
        departures.limit(rateOf(account, share));
    }

    private static int rateOf(ProviderAccount account, Share share) {
        return account.rateLimit() == 0 ? RateLimit.NONE : share.of(account.rateLimit());
    }

    /** Whether no purchase was answered for so long that nothing but the newest one tells how the provider is. */
    private boolean isQuiet() {
        return ticker.nanos() - servedAt >= quietForNanos;
    }

    private static boolean isNeverSent(Outcome outcome) {
        return outcome instanceof NotBought notBought && notBought.reason() == Reason.NEVER_SENT;
    }

    /** A provider that is down takes no retry from an order; a busy one is left alone for a while. */
    private Outcome refused(NotBought refusal) {
        if (refusal.reason() == Reason.BUSY) {
            pause(refusal.retryAfter() == null ? PAUSE_WHEN_BUSY : refusal.retryAfter());
        }
        if (refusal.reason() == Reason.NEVER_SENT && breaker.getState() != CircuitBreaker.State.CLOSED) {
            return new NotBought(Reason.PROVIDER_DOWN, null, refusal.exchange());
        }
        return refusal;
    }

    private void pause(Duration wait) {
        Duration bounded = wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
        long until = ticker.nanos() + bounded.toNanos();
        if (until - pausedUntil > 0) {
            pausedUntil = until;
        }
    }
}
