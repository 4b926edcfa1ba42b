package io.waybill.api.intake;

import io.waybill.error.ErrorCode;
import io.waybill.error.Refusal;
import io.waybill.order.placing.CommitInDoubtException;
import io.waybill.order.placing.OrderRequest;
import io.waybill.order.placing.PlaceOrders;
import io.waybill.order.placing.PlaceOrders.Slot;
import io.waybill.order.placing.Placement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Places a batch whatever happens, and tells the truth about each request. When the database is at fault, the whole
 * batch is run again; when a request seems to be, the batch is run again in halves until that one fails alone. The ids
 * stay the same, so that an order that was committed after all is recognised. For one lane, not thread-safe; never
 * throws.
 */
final class PlaceBatch {
    private static final Logger log = LoggerFactory.getLogger(PlaceBatch.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * What Spring has no word for, and no request is to blame for: the database can only be read, as after a failover;
     * the transaction was idle for too long; a lock was waited for too long; the statement was canceled.
     */
    private static final Set<String> GAVE_WAY = Set.of("25006", "25P03", "55P03", "57014");

    private final PlaceOrders placeOrders;
    private final OrderIds ids;
    private final Duration recovery;

    /** @param recovery how long to ask what became of a commit that is in doubt */
    PlaceBatch(PlaceOrders placeOrders, Duration recovery) {
        this.placeOrders = placeOrders;
        this.ids = new OrderIds(placeOrders::nextIds, System::nanoTime);
        this.recovery = recovery;
    }

    /** One placement per request, at the same index. */
    List<Placement> place(List<OrderRequest> requests) {
        List<Slot> slots;
        try {
            slots = slots(requests);
        } catch (RuntimeException | Error e) {
            logFailure(e, requests.size());
            return requests.stream().map(_ -> unavailable()).toList();
        }
        Map<Long, Placement> placements = new HashMap<>();
        run(slots, null, placements);
        return slots.stream()
                .map(slot -> Objects.requireNonNull(placements.get(slot.orderId())))
                .toList();
    }

    private List<Slot> slots(List<OrderRequest> requests) {
        List<Long> fresh = ids.next(requests.size());
        List<Slot> slots = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            slots.add(new Slot(fresh.get(i), requests.get(i), false));
        }
        return slots;
    }

    /** @param doubtedUntil when to give up, if an earlier run of these slots may have been committed */
    private void run(List<Slot> slots, @Nullable Long doubtedUntil, Map<Long, Placement> placements) {
        Result result = attempt(slots, placements);
        Long until = result == Result.IN_DOUBT ? doubted(doubtedUntil) : doubtedUntil;
        while (result.isFaultOfTheDatabase()) {
            result = attempt(repeated(slots), placements);
            until = result == Result.IN_DOUBT ? doubted(until) : until;
            if (result.isFaultOfTheDatabase()) {
                if (until == null || System.nanoTime() - until >= 0) {
                    settle(slots, until != null, unavailable(), placements);
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        if (result == Result.FAILED) {
            isolate(repeated(slots), until, placements);
        }
    }

    /** From the first doubt on, for the parts of a batch as for the whole. */
    private Long doubted(@Nullable Long until) {
        return until == null ? Long.valueOf(System.nanoTime() + recovery.toNanos()) : until;
    }

    /** Runs a failed batch in halves; a slot that fails by itself is the one at fault. */
    private void isolate(List<Slot> slots, @Nullable Long doubtedUntil, Map<Long, Placement> placements) {
        if (slots.size() == 1) {
            settle(slots, doubtedUntil != null, internal(), placements);
            return;
        }
        int half = slots.size() / 2;
        run(slots.subList(0, half), doubtedUntil, placements);
        run(slots.subList(half, slots.size()), doubtedUntil, placements);
    }

    private Result attempt(List<Slot> slots, Map<Long, Placement> placements) {
        try {
            List<Placement> placed = placeOrders.place(slots);
            for (int i = 0; i < slots.size(); i++) {
                placements.put(slots.get(i).orderId(), placed.get(i));
            }
            return Result.DONE;
        } catch (CommitInDoubtException e) {
            logFailure(e, slots.size());
            return Result.IN_DOUBT;
        } catch (DataAccessResourceFailureException
                | TransientDataAccessResourceException
                | RecoverableDataAccessException
                | ConcurrencyFailureException
                | TransactionException e) {
            logFailure(e, slots.size());
            return Result.NOT_COMMITTED;
        } catch (RuntimeException e) {
            logFailure(e, slots.size());
            return GAVE_WAY.contains(sqlState(e)) ? Result.NOT_COMMITTED : Result.FAILED;
        } catch (Error e) {
            logFailure(e, slots.size());
            return Result.IN_DOUBT;
        }
    }

    /** Nobody knows is said only where nobody knows. */
    private static void settle(
            List<Slot> slots, boolean inDoubt, Placement certainly, Map<Long, Placement> placements) {
        for (Slot slot : slots) {
            placements.put(slot.orderId(), inDoubt ? new Placement.Uncertain(slot.orderId()) : certainly);
        }
    }

    private static List<Slot> repeated(List<Slot> slots) {
        return slots.stream()
                .map(slot -> new Slot(slot.orderId(), slot.request(), true))
                .toList();
    }

    private static Placement unavailable() {
        return new Placement.Refused(Refusal.of(
                ErrorCode.UNAVAILABLE, "The store can't reach its database: nothing was charged, try again later."));
    }

    private static Placement internal() {
        return new Placement.Refused(
                Refusal.of(ErrorCode.INTERNAL, "The store failed to take this order: nothing was charged."));
    }

    /** Not the message of the cause: PostgreSQL repeats the failing row in it, recipient included. */
    private static void logFailure(Throwable failure, int requests) {
        log.atError()
                .addKeyValue("requests", requests)
                .addKeyValue("failure", failure.getClass().getSimpleName())
                .addKeyValue("sqlState", sqlState(failure))
                .log("a batch of orders failed");
    }

    private static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = causeOf(cause)) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "none";
    }

    /** Of a roll-back that failed too, what it was for. */
    private static @Nullable Throwable causeOf(Throwable thrown) {
        return thrown instanceof TransactionSystemException failed ? failed.getOriginalException() : thrown.getCause();
    }

    /** How a run of a batch ended. */
    private enum Result {
        DONE,
        /** Rolled back because of what was asked. */
        FAILED,
        /** Not committed: the database could not be reached, or gave way to somebody else. */
        NOT_COMMITTED,
        /** Committed or not. */
        IN_DOUBT;

        boolean isFaultOfTheDatabase() {
            return this == NOT_COMMITTED || this == IN_DOUBT;
        }
    }
}
