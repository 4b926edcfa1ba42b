package io.waybill.sync.status;

import io.waybill.provider.Cancellation;
import io.waybill.provider.Capability;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.TurnLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;

/**
 * Follows the orders that a provider works on: sends requests to cancel, then asks in bulk what became of those that
 * are due, one question after the other, and has the answers written down. Where a provider can't be asked, orders that
 * take too long are held for a person. Thread-safe.
 *
 * <p>One order that spoils the answer about many, or can't be written down, costs no other its own: see {@link Doubts}.
 *
 * <p>A turn asks a bounded number of questions, so that whatever has become due while a provider was away is asked
 * about at a steady pace; and the pauses of single orders are spread by a tenth, so that what came together does not
 * stay so.
 */
public final class FollowOrders {
    private static final Logger log = LoggerFactory.getLogger(FollowOrders.class);
    private static final int MOST_NEW = 1_000;
    private static final int MOST_HELD = 200;

    /** So many questions in a row without a usable answer end a turn; the next one goes on with smaller ones. */
    private static final int MOST_FAILURES = 3;

    private static final String NOTHING_ALONE = "no usable answer about it alone";
    private static final Duration SHORTEST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private final JdbcFollowedOrders followed;
    private final JdbcCancelRequests cancels;
    private final JdbcBalanceEvidence balances;
    private final RecordStates record;
    private final Judge judge;
    private final StatusSettings settings;
    private final RandomGenerator random;
    private final Map<Long, Doubts> doubted = new ConcurrentHashMap<>();

    FollowOrders(
            JdbcFollowedOrders followed,
            JdbcCancelRequests cancels,
            JdbcBalanceEvidence balances,
            RecordStates record,
            Judge judge,
            StatusSettings settings,
            RandomGenerator random) {
        this.followed = followed;
        this.cancels = cancels;
        this.balances = balances;
        this.record = record;
        this.judge = judge;
        this.settings = settings;
        this.random = random;
    }

    /**
     * @param turn for the statuses of that provider, and kept while this runs
     * @return what is wrong with the provider, in words; empty if it answered, or was not asked
     * @throws io.waybill.provider.upkeep.TurnLostException if the turn has passed on meanwhile; what was written before
     *     stays
     * @throws CancellationException if the thread was interrupted
     */
    public Optional<String> run(Turn turn, ProviderAccount account, Provider provider) {
        balances.addBalanceAfter(turn.providerId());
        balances.askForBalanceIfNeeded(turn.providerId());
        cancels.closeEnded(turn.providerId());
        sendCancels(turn, account, provider);
        if (!account.can(Capability.STATUS)) {
            int held = record.holdOverdue(turn, settings.completeWithin(), MOST_HELD);
            if (held > 0) {
                log.atWarn()
                        .addKeyValue("provider", turn.providerId())
                        .addKeyValue("orders", held)
                        .log("orders that the provider can't be asked about are held for a person");
            }
            return Optional.empty();
        }
        followed.followNew(turn.providerId(), MOST_NEW);
        return Optional.ofNullable(ask(turn, provider));
    }

    /** Returns what is wrong with the provider; null if it answered, if only about some. */
    private @Nullable String ask(Turn turn, Provider provider) {
        Doubts doubts = doubted.computeIfAbsent(turn.providerId(), _ -> new Doubts(provider.statesAtOnce()));
        doubts.newTurn();
        String fault = null;
        int failures = 0;
        for (int calls = 0; calls < settings.callsPerTurn() && failures < MOST_FAILURES; calls++) {
            int atOnce = doubts.atOnce();
            List<Followed> due = doubts.without(followed.due(turn.providerId(), doubts.toLookAt()));
            List<Followed> open = forgetEnded(turn, due);
            if (open.isEmpty() && due.size() < atOnce) {
                doubts.forget();
                return fault;
            }
            if (!open.isEmpty()) {
                String failure = ask(turn, provider, open, doubts);
                failures = failure == null ? 0 : failures + 1;
                fault = failure;
            }
            if (fault == null && due.size() < atOnce) {
                return null;
            }
        }
        return fault;
    }

    private List<Followed> forgetEnded(Turn turn, List<Followed> due) {
        List<Followed> ended =
                due.stream().filter(order -> order.status().isFinal()).toList();
        if (!ended.isEmpty()) {
            record.forget(turn, ended);
        }
        return due.stream().filter(order -> !order.status().isFinal()).toList();
    }

    /** One question. Returns what is wrong with its answer as a whole; null if it could be used. */
    private @Nullable String ask(Turn turn, Provider provider, List<Followed> open, Doubts doubts) {
        Map<String, PurchaseState> states;
        try {
            states = provider.states(
                    open.stream().map(Followed::providerOrderId).distinct().toList());
        } catch (ProviderException | RuntimeException e) {
            stopIfInterrupted();
            String fault = String.valueOf(e.getMessage());
            log.atWarn()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("orders", open.size())
                    .addKeyValue("error", fault)
                    .log("the provider did not tell what became of orders");
            blame(turn, doubts.failed(open));
            return fault;
        }
        stopIfInterrupted();
        List<Answered> answered = new ArrayList<>();
        doubts.answered(open).forEach(suspect -> answered.add(unreadable(suspect, NOTHING_ALONE)));
        open.forEach(
                order -> answered.add(answered(order, Objects.requireNonNull(states.get(order.providerOrderId())))));
        recordInHalves(turn, answered);
        return null;
    }

    private void blame(Turn turn, Doubts.Blamed blamed) {
        blamed.proven().forEach(order -> recordInHalves(turn, List.of(unreadable(order, NOTHING_ALONE))));
        if (!blamed.letGo().isEmpty()) {
            record.putOff(turn, blamed.letGo(), SHORTEST_REST);
        }
    }

    /** An answer that can't be written down costs no other order its own. */
    private void recordInHalves(Turn turn, List<Answered> answered) {
        try {
            record.answered(turn, answered);
        } catch (TurnLostException | DataAccessResourceFailureException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            if (answered.size() > 1) {
                int half = answered.size() / 2;
                recordInHalves(turn, answered.subList(0, half));
                recordInHalves(turn, answered.subList(half, answered.size()));
                return;
            }
            Followed order = answered.getFirst().order();
            log.atError()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("order", order.orderId())
                    .setCause(e)
                    .log("what the provider told of the order can't be written down");
            record.answered(turn, List.of(unreadable(order, "an answer that can't be written down")));
        }
    }

    /** Left alone for as long as it has been unclear: it would spoil the next answer about many again. */
    private Answered unreadable(Followed order, String why) {
        Answered answered = answered(order, new PurchaseState.Unclear(why, ""));
        Duration unclearFor = order.unclearFor() == null ? Duration.ZERO : order.unclearFor();
        Duration longer = Collections.max(List.of(answered.pause(), SHORTEST_REST, unclearFor));
        return new Answered(
                order, answered.state(), answered.judgement(), Collections.min(List.of(longer, LONGEST_REST)));
    }

    private Answered answered(Followed order, PurchaseState state) {
        Duration pause = settings.pause(order.age());
        long spread = Math.max(1, Math.round(pause.toMillis() * random.nextDouble(0.9, 1.1)));
        return new Answered(order, state, judge.on(order, state), Duration.ofMillis(spread));
    }

    private void sendCancels(Turn turn, ProviderAccount account, Provider provider) {
        for (CancelWish wish : cancels.due(turn.providerId(), settings.cancelsPerTurn())) {
            Cancellation answer = account.can(Capability.CANCEL)
                    ? provider.cancel(wish.providerOrderId())
                    : new Cancellation.Refused("not sent: this provider takes no request to cancel");
            stopIfInterrupted();
            record.canceled(turn, wish, answer);
        }
    }

    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while the provider was asked about orders");
        }
    }
}
