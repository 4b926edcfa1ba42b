package io.waybill.fulfillment.settle;

import io.waybill.attempt.Attempts;
import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.fulfillment.checkpoint.Probe;
import io.waybill.fulfillment.ruling.Rule;
import io.waybill.fulfillment.ruling.Standing;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Settles outcomes: ONE transaction per batch resolves the attempts, keeps the evidence, moves the orders with their
 * money, events and messages. An outcome that the database refuses doesn't stop the others: the batch is run again in
 * halves. Thread-safe; settling the same outcome twice changes nothing the second time.
 */
public final class SettleOrders {
    /** The most that one batch may hold. */
    public static final int MAX_BATCH = 256;

    private static final Logger log = LoggerFactory.getLogger(SettleOrders.class);

    private final JdbcAttempts attempts;
    private final Attempts attemptsOfOrders;
    private final MoveOrders moveOrders;
    private final Rule rule;
    private final TransactionOperations transaction;
    private final SettleReport report;
    private final Probe probe;

    SettleOrders(
            JdbcAttempts attempts,
            Attempts attemptsOfOrders,
            MoveOrders moveOrders,
            Rule rule,
            TransactionOperations transaction,
            SettleReport report,
            Probe probe) {
        this.attempts = attempts;
        this.attemptsOfOrders = attemptsOfOrders;
        this.moveOrders = moveOrders;
        this.rule = rule;
        this.transaction = transaction;
        this.report = report;
        this.probe = probe;
    }

    /**
     * @param batch at most {@link #MAX_BATCH}
     * @return those that could not be settled: nothing was written for them, and they may be settled later
     */
    public Unsettled settle(List<Finished> batch) {
        Unsettled unsettled = new Unsettled(new ArrayList<>(), new ArrayList<>());
        List<Finished> rest = batch;
        while (!rest.isEmpty()) {
            List<Finished> later = new ArrayList<>();
            settleInHalves(oneForEachOrder(rest, later), unsettled);
            rest = later;
        }
        return unsettled;
    }

    /** How many purchases there are of which nobody knows the outcome; asks the database. */
    public long countUnknown() {
        return attempts.countUnknown();
    }

    /** An order takes one step at a time; a second outcome of it waits for the next transaction. */
    private static List<Finished> oneForEachOrder(List<Finished> batch, List<Finished> later) {
        Set<Long> seen = new HashSet<>();
        List<Finished> now = new ArrayList<>(batch.size());
        for (Finished finished : batch) {
            (seen.add(finished.orderId()) ? now : later).add(finished);
        }
        return now;
    }

    private void settleInHalves(List<Finished> batch, Unsettled unsettled) {
        try {
            List<Settled> settled = transaction.execute(_ -> settleTogether(batch));
            probe.reached(Checkpoint.AFTER_SETTLE_COMMIT);
            report.settled(settled);
        } catch (DataAccessResourceFailureException | TransactionException e) {
            log.atWarn().addKeyValue("outcomes", batch.size()).setCause(e).log("the database is away, outcomes wait");
            unsettled.waiting().addAll(batch);
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                report.refused(batch.getFirst(), e);
                unsettled.refused().addAll(batch);
                return;
            }
            int half = batch.size() / 2;
            settleInHalves(batch.subList(0, half), unsettled);
            settleInHalves(batch.subList(half, batch.size()), unsettled);
        }
    }

    private List<Settled> settleTogether(List<Finished> batch) {
        attempts.lockOrders(batch);
        Map<Long, Standing> standings =
                attempts.standings(batch).stream().collect(Collectors.toMap(Standing::attemptId, Function.identity()));
        List<Settled> settled = new ArrayList<>(batch.size());
        for (Finished finished : batch) {
            Standing standing = standings.get(finished.attemptId());
            if (standing != null) {
                settled.add(new Settled(finished, standing, rule.on(standing, finished.send(), finished.outcome())));
            }
        }
        write(settled);
        probe.reached(Checkpoint.BEFORE_SETTLE_COMMIT);
        return settled;
    }

    private void write(List<Settled> settled) {
        ifAny(settled, one -> !one.isTooLate(), attempts::resolve);
        ifAny(settled, Settled::isTooLate, attempts::keepLateAnswers);
        ifAny(settled, Settled::isLateSuccess, this::recordLateSuccesses);
        ifAny(settled, one -> one.ruling().step() != null, this::move);
    }

    private void recordLateSuccesses(List<Settled> settled) {
        attemptsOfOrders.recordLateSuccesses(settled.stream()
                .map(one -> new Attempts.LateSuccess(
                        one.finished().attemptId(), one.finished().orderId(), "when the provider's answer came."))
                .toList());
    }

    private static void ifAny(List<Settled> settled, Predicate<Settled> which, Consumer<List<Settled>> write) {
        List<Settled> those = settled.stream().filter(which).toList();
        if (!those.isEmpty()) {
            write.accept(those);
        }
    }

    private void move(List<Settled> settled) {
        List<Move> moves = new ArrayList<>(settled.size());
        for (Settled one : settled) {
            Step step = one.ruling().step();
            if (step != null) {
                moves.add(new Move(one.finished().orderId(), step));
            }
        }
        moveOrders.apply(moves).forEach((orderId, result) -> {
            if (!(result instanceof Result.Moved)) {
                throw new IllegalStateException("order " + orderId + " did not take its step: " + result);
            }
        });
    }

    /**
     * What could not be settled.
     *
     * @param waiting the database was away: try again until it is back
     * @param refused the database refused each of these even alone
     */
    public record Unsettled(List<Finished> waiting, List<Finished> refused) {
        public boolean isEmpty() {
            return waiting.isEmpty() && refused.isEmpty();
        }
    }
}
