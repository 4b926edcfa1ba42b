package io.waybill.checks;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets one run at a time happen: of this instance by a lock, so that no connections wait, of all by a lock on the
 * auditor's books. A run is one transaction, and its snapshot is taken after it has got its turn.
 */
final class TransactionalChecks implements Checks {
    private static final Logger log = LoggerFactory.getLogger(TransactionalChecks.class);

    /** So many changes of each kind are proved by a run that somebody asked for. */
    static final int ASKED = 200_000;

    private final PlatformTransactionManager transactions;
    private final JdbcBooks books;
    private final Auditor auditor;
    private final ChecksSettings settings;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * A run that failed keeps everything from being cleared away, and proves nothing: the next is no sooner than usual.
     */
    private volatile long failedUntil = System.nanoTime();

    TransactionalChecks(
            PlatformTransactionManager transactions, JdbcBooks books, Auditor auditor, ChecksSettings settings) {
        this.transactions = transactions;
        this.books = books;
        this.auditor = auditor;
        this.settings = settings;
    }

    @Override
    public Outcome run(Depth depth) {
        long seen = books.newestRun();
        try {
            if (!turn.tryLock(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome.Busy(settings.patience());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Busy(settings.patience());
        }
        try {
            return new Outcome.Proved(proveOrShare(depth, seen));
        } catch (QueryTimeoutException | TransactionTimedOutException e) {
            return stopped(depth, e);
        } catch (DataAccessException e) {
            if (JdbcBooks.isInUse(e)) {
                return new Outcome.Busy(settings.patience());
            }
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private Report proveOrShare(Depth depth, long seen) {
        return Objects.requireNonNull(transaction(settings.limitOf(depth)).execute(_ -> {
            books.lock(settings.patience());
            if (books.newestRun() > seen && !books.state().behind()) {
                Report shared = report();
                if (shared.depth().covers(depth)) {
                    return shared;
                }
            }
            return prove(depth, ASKED, Pace.hurried());
        }));
    }

    @Override
    public void runIfDue(Duration every, BooleanSupplier hurry) {
        if (System.nanoTime() - failedUntil < 0 || !books.isDue(every) || !turn.tryLock()) {
            return;
        }
        boolean failed = true;
        try {
            transaction(settings.limit()).executeWithoutResult(_ -> {
                books.lockNow();
                if (books.isDue(every)) {
                    prove(Depth.INCREMENTAL, settings.changes(), pace(hurry));
                }
            });
            failed = false;
        } catch (QueryTimeoutException | TransactionTimedOutException e) {
            stopped(Depth.INCREMENTAL, e);
        } catch (DataAccessException e) {
            if (!JdbcBooks.isInUse(e)) {
                throw e;
            }
            failed = false;
            log.atDebug().log("another run of the checks is under way");
        } finally {
            if (failed) {
                failedUntil = System.nanoTime() + every.toNanos();
            }
            turn.unlock();
        }
    }

    /**
     * Who asks for a run meanwhile waits for this one: on this instance it is seen, others' patience is left to them.
     */
    private Pace pace(BooleanSupplier hurry) {
        return new Pace(
                settings.restsUntil(),
                () -> hurry.getAsBoolean() || turn.hasQueuedThreads(),
                System::nanoTime,
                LockSupport::parkNanos);
    }

    private Outcome stopped(Depth depth, RuntimeException cause) {
        Duration limit = settings.limitOf(depth);
        log.atError()
                .addKeyValue("depth", depth.wire())
                .addKeyValue("limit", limit)
                .setCause(cause)
                .log("a run of the checks took too long, and proved nothing");
        return new Outcome.TookTooLong(limit);
    }

    private Report prove(Depth depth, int mostChanges, Pace pace) {
        Map<String, Long> before = books.violations();
        books.planForCandidates();
        auditor.run(depth, mostChanges, pace);
        Report report = report();
        report.checks().forEach(result -> tell(result, before.getOrDefault(result.name(), 0L)));
        return report;
    }

    private static void tell(Report.Result result, long before) {
        if (before == 0 && !result.holds()) {
            log.atError()
                    .addKeyValue("check", result.name())
                    .addKeyValue("violations", result.violations())
                    .addKeyValue("examples", result.examples())
                    .log("a check has begun to fail: {}", result.says());
        } else if (before > 0 && result.holds()) {
            log.atInfo().addKeyValue("check", result.name()).log("a check holds again: {}", result.says());
        }
    }

    @Override
    public Optional<Report> newest() {
        return Objects.requireNonNull(transaction(settings.limit()).execute(_ -> books.report(auditor.says())));
    }

    private Report report() {
        return books.report(auditor.says())
                .orElseThrow(() -> new IllegalStateException("the checks have not been run"));
    }

    private TransactionTemplate transaction(Duration limit) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        template.setTimeout((int) limit.toSeconds());
        return template;
    }
}
