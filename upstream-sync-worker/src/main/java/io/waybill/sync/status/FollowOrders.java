package io.waybill.sync.status;

import io.waybill.provider.Cancellation;
import io.waybill.provider.Capability;
import io.waybill.provider.Provider;
import io.waybill.provider.ProviderAccount;
import io.waybill.provider.ProviderException;
import io.waybill.provider.PurchaseState;
import io.waybill.provider.upkeep.turn.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the orders that a provider works on: sends requests to cancel, then asks in bulk what became of those that
 * are due, one question after the other, and has the answers written down. Where a provider can't be asked, orders that
 * take too long are held for a person. Thread-safe.
 *
 * <p>A turn asks a bounded number of questions, so that whatever has become due while a provider was away is asked
 * about at a steady pace; and the pauses of single orders are spread by a tenth, so that what came together does not
 * stay so.
 */
public final class FollowOrders {
    private static final Logger log = LoggerFactory.getLogger(FollowOrders.class);
    private static final int MOST_NEW = 1_000;
    private static final int MOST_HELD = 200;

    private final JdbcFollowedOrders followed;
    private final JdbcCancelRequests cancels;
    private final JdbcBalanceEvidence balances;
    private final RecordStates record;
    private final Judge judge;
    private final StatusSettings settings;
    private final RandomGenerator random;

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
        try {
            ask(turn, provider);
            return Optional.empty();
        } catch (ProviderException e) {
            stopIfInterrupted();
            String fault = String.valueOf(e.getMessage());
            log.atWarn()
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("error", fault)
                    .log("the provider did not tell what became of orders");
            return Optional.of(fault);
        }
    }

    private void ask(Turn turn, Provider provider) throws ProviderException {
        int atOnce = provider.statesAtOnce();
        for (int calls = 0; calls < settings.callsPerTurn(); calls++) {
            List<Followed> due = followed.due(turn.providerId(), atOnce);
            List<Followed> ended =
                    due.stream().filter(order -> order.status().isFinal()).toList();
            if (!ended.isEmpty()) {
                record.forget(turn, ended);
            }
            List<Followed> open =
                    due.stream().filter(order -> !order.status().isFinal()).toList();
            if (!open.isEmpty()) {
                Map<String, PurchaseState> states = provider.states(
                        open.stream().map(Followed::providerOrderId).distinct().toList());
                stopIfInterrupted();
                record.answered(
                        turn,
                        open.stream()
                                .map(order ->
                                        answered(order, Objects.requireNonNull(states.get(order.providerOrderId()))))
                                .toList());
            }
            if (due.size() < atOnce) {
                return;
            }
        }
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
