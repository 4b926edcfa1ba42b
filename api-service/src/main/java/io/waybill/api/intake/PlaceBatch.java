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
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;

/**
 * Places a batch whatever happens, and tells the truth about each request. When the database is at fault, the whole
 * batch is run again; when a request seems to be, the batch is run again in halves until that one fails alone. The ids
 * stay the same, so that an order that was committed after all is recognised. For one lane, not thread-safe; never
 * throws.
 */
final class PlaceBatch {
    private static final Logger log = LoggerFactory.getLogger(PlaceBatch.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

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
        } catch (RuntimeException e) {
            logFailure(e, requests.size());
            return requests.stream().map(_ -> unavailable()).toList();
        }
        Map<Long, Placement> placements = new HashMap<>();
        run(slots, false, placements);
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

    /** @param inDoubt whether an earlier run of these slots may have been committed */
    private void run(List<Slot> slots, boolean inDoubt, Map<Long, Placement> placements) {
        Result result = attempt(slots, placements);
        boolean doubt = inDoubt || result == Result.IN_DOUBT;
        long giveUpAt = System.nanoTime() + (doubt ? recovery.toNanos() : 0);
        while (result.isFaultOfTheDatabase()) {
            result = attempt(repeated(slots), placements);
            if (result == Result.IN_DOUBT && !doubt) {
                doubt = true;
                giveUpAt = System.nanoTime() + recovery.toNanos();
            }
            if (result.isFaultOfTheDatabase() && System.nanoTime() >= giveUpAt) {
                settle(slots, doubt, unavailable(), placements);
                return;
            }
            if (result.isFaultOfTheDatabase()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        if (result == Result.FAILED) {
            isolate(repeated(slots), doubt, placements);
        }
    }

    /** Runs a failed batch in halves; a slot that fails by itself is the one at fault. */
    private void isolate(List<Slot> slots, boolean inDoubt, Map<Long, Placement> placements) {
        if (slots.size() == 1) {
            settle(slots, inDoubt, internal(), placements);
            return;
        }
        int half = slots.size() / 2;
        run(slots.subList(0, half), inDoubt, placements);
        run(slots.subList(half, slots.size()), inDoubt, placements);
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
            return Result.FAILED;
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
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "none";
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
