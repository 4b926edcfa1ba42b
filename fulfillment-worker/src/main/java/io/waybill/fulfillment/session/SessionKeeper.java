package io.waybill.fulfillment.session;

import io.waybill.fulfillment.pace.Loop;
import io.waybill.fulfillment.pace.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Keeps this worker's session alive: renews it on a steady beat, and opens another one when others have ended it. What
 * was claimed in an old session belongs to it for good. Thread-safe.
 */
public final class SessionKeeper {
    private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final JdbcSessions sessions;
    private final Sharing sharing;
    private final SessionSettings settings;
    private final Ticker ticker;
    private final Loop loop = new Loop("session-keeper", this::keep);
    /** Renewed already, though perhaps not claimed in yet. */
    private volatile @Nullable Session newest;

    private volatile @Nullable Session current;

    SessionKeeper(JdbcSessions sessions, Sharing sharing, SessionSettings settings, Ticker ticker) {
        this.sessions = sessions;
        this.sharing = sharing;
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Opens the first session, takes its part of what providers allow, and begins to renew it. */
    public void start() {
        Session first = open();
        newest = first;
        sharing.look(first);
        current = first;
        loop.start();
    }

    /** The session to claim in; null while there is none that is fresh: then nothing may be claimed. */
    public @Nullable Session fresh() {
        Session session = current;
        return session != null && session.isFresh() ? session : null;
    }

    /**
     * Stops renewing, and writes nothing more in the session. It is ended at once if nothing is being sent in it; else
     * it is left to expire, so that others rule on what it sent.
     */
    public void stop() {
        loop.stop(STOP_WITHIN);
        Session session = newest;
        if (session == null) {
            return;
        }
        session.end();
        try {
            boolean ended = sessions.endIfNothingIsSending(session.id());
            log.atInfo().addKeyValue("session", session.id()).log(ended ? "session ended" : "session left to expire");
        } catch (DataAccessException e) {
            log.atWarn().addKeyValue("session", session.id()).setCause(e).log("session left to expire");
        }
    }

    private Duration keep() {
        Session session = newest;
        try {
            Session kept = session == null || session.isEnded() ? open() : renewed(session);
            newest = kept;
            boolean agreed = sharing.look(kept);
            current = kept; // only now: a new session has no part in what providers allow until others agree
            return agreed ? settings.renewEvery() : settings.renewEvery().dividedBy(4);
        } catch (DataAccessException | TransactionException e) {
            log.atWarn().setCause(e).log("the session could not be renewed, trying again");
            return settings.renewEvery().dividedBy(4);
        }
    }

    private Session renewed(Session session) {
        long sentAt = ticker.nanos();
        if (sessions.renewUnlessEnded(session.id())) {
            session.renewed(sentAt);
            return session;
        }
        session.end();
        log.atWarn().addKeyValue("session", session.id()).log("others have ended the session, opening another one");
        return open();
    }

    private Session open() {
        sharing.drop();
        long sentAt = ticker.nanos();
        Session session = new Session(sessions.open(settings.worker()), ticker, settings.freshFor(), sentAt);
        log.atInfo()
                .addKeyValue("session", session.id())
                .addKeyValue("worker", settings.worker())
                .log("session opened");
        return session;
    }
}
