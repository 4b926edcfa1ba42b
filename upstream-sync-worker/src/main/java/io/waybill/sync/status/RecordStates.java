package io.waybill.sync.status;

import io.waybill.attempt.Attempts;
import io.waybill.attempt.Attempts.LateSuccess;
import io.waybill.order.HoldReason;
import io.waybill.order.MoveOrders;
import io.waybill.order.MoveOrders.Move;
import io.waybill.order.MoveOrders.Result;
import io.waybill.order.Order;
import io.waybill.order.OrderStatus;
import io.waybill.order.Step;
import io.waybill.provider.Cancellation;
import io.waybill.provider.upkeep.turn.Turn;
import io.waybill.provider.upkeep.turn.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes down what providers answered about followed orders: evidence, steps with their money, and when to ask again,
 * in ONE transaction per answer that the turn fences. An order that has moved on meanwhile stays as it is. Thread-safe.
 */
final class RecordStates {
    private static final Logger log = LoggerFactory.getLogger(RecordStates.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration FIRST_REPEAT = Duration.ofSeconds(15);
    private static final int MOST_SENDS = 10;
    private static final String NOT_DONE_IN_TIME =
            "The provider has had it for longer than it should take, a person looks after it.";

    private final JdbcFollowedOrders followed;
    private final Attempts attempts;
    private final JdbcCancelRequests cancels;
    private final MoveOrders moveOrders;
    private final Turns turns;
    private final TransactionOperations transaction;

    RecordStates(
            JdbcFollowedOrders followed,
            Attempts attempts,
            JdbcCancelRequests cancels,
            MoveOrders moveOrders,
            Turns turns,
            TransactionOperations transaction) {
        this.followed = followed;
        this.attempts = attempts;
        this.cancels = cancels;
        this.moveOrders = moveOrders;
        this.turns = turns;
        this.transaction = transaction;
    }

    /** @param answered each order at most once */
    void answered(Turn turn, List<Answered> answered) {
        transaction.executeWithoutResult(_ -> {
            turns.confirm(turn);
            Map<Long, Result> results = moveOrders.apply(moves(answered));
            followed.keepAnswers(answered);
            List<Long> ended = new ArrayList<>();
            List<Answered> open = new ArrayList<>();
            List<LateSuccess> late = new ArrayList<>();
            for (Answered one : answered) {
                Result result = results.get(one.order().orderId());
                if (!isFinal(result)) {
                    open.add(one);
                    continue;
                }
                ended.add(one.order().orderId());
                if (result instanceof Result.NotAllowed(Order order) && one.isDelivery() && wasRefunded(order)) {
                    late.add(new LateSuccess(
                            one.order().attemptId(), order.id(), "when the provider said that it is delivered."));
                }
            }
            followed.askAgain(open);
            followed.forget(ended);
            attempts.recordLateSuccesses(late);
            answered.forEach(one -> tell(turn, one, results.get(one.order().orderId())));
        });
    }

    /** Orders that others go before, whatever is behind it that they gave no answer. */
    void putOff(Turn turn, List<Followed> orders, Duration by) {
        transaction.executeWithoutResult(_ -> {
            turns.confirm(turn);
            followed.putOff(orders.stream().map(Followed::orderId).toList(), by);
        });
    }

    /** Orders that have ended while nobody asked. */
    void forget(Turn turn, List<Followed> ended) {
        transaction.executeWithoutResult(_ -> {
            turns.confirm(turn);
            followed.forget(ended.stream().map(Followed::orderId).toList());
        });
    }

    /**
     * What a provider answered to a request to cancel; only its confirmation moves the order, which is locked before
     * the request is, as everywhere.
     */
    void canceled(Turn turn, CancelWish wish, Cancellation cancellation) {
        transaction.executeWithoutResult(_ -> {
            turns.confirm(turn);
            switch (cancellation) {
                case Cancellation.Canceled canceled -> {
                    confirm(wish.orderId());
                    cancels.answered(wish.orderId(), "taken", canceled.answer(), Duration.ZERO);
                }
                case Cancellation.Taken taken -> {
                    cancels.answered(wish.orderId(), "taken", taken.answer(), Duration.ZERO);
                    followed.askSoon(wish.orderId(), SOON);
                }
                case Cancellation.Refused refused ->
                    cancels.answered(wish.orderId(), "refused", refused.answer(), Duration.ZERO);
                case Cancellation.Unknown unknown ->
                    cancels.answered(
                            wish.orderId(),
                            wish.sends() + 1 < MOST_SENDS ? "waiting" : "refused",
                            unknown.why(),
                            FIRST_REPEAT.multipliedBy(1L << Math.min(wish.sends(), MOST_SENDS)));
            }
        });
        log.atInfo()
                .addKeyValue("order", wish.orderId())
                .addKeyValue("provider", turn.providerId())
                .addKeyValue("answer", cancellation.getClass().getSimpleName())
                .log("cancel sent to the provider");
    }

    /** Holds orders for a person that their provider, which can't be asked, has had for too long. */
    int holdOverdue(Turn turn, Duration completeWithin, int limit) {
        Integer held = transaction.execute(_ -> {
            turns.confirm(turn);
            List<Move> moves = followed.overdue(turn.providerId(), completeWithin, limit).stream()
                    .map(id -> new Move(id, new Step.Hold(HoldReason.MANUAL, null, NOT_DONE_IN_TIME)))
                    .toList();
            return (int) moveOrders.apply(moves).values().stream()
                    .filter(Result.Moved.class::isInstance)
                    .count();
        });
        return held == null ? 0 : held;
    }

    private void confirm(long orderId) {
        String note = "Canceled by the reseller, confirmed by the provider.";
        Result result = moveOrders
                .apply(List.of(new Move(orderId, new Step.Cancel(null, note))))
                .get(orderId);
        if (isFinal(result)) {
            followed.forget(List.of(orderId));
        }
    }

    private static List<Move> moves(List<Answered> answered) {
        List<Move> moves = new ArrayList<>();
        for (Answered one : answered) {
            Step step = one.judgement().step();
            if (step != null) {
                moves.add(new Move(one.order().orderId(), step));
            }
        }
        return moves;
    }

    private static boolean isFinal(@Nullable Result result) {
        return switch (result) {
            case Result.Moved(Order order) -> order.status().isFinal();
            case Result.NotAllowed(Order order) -> order.status().isFinal();
            case Result.NotFound _ -> true;
            case Result.VersionChanged _ -> false;
            case null -> false;
        };
    }

    private static boolean wasRefunded(Order order) {
        return order.status() == OrderStatus.FAILED || order.status() == OrderStatus.CANCELED;
    }

    private static void tell(Turn turn, Answered one, @Nullable Result result) {
        if (result instanceof Result.Moved(Order order)) {
            log.atInfo()
                    .addKeyValue("order", order.id())
                    .addKeyValue("account", order.accountId())
                    .addKeyValue("provider", turn.providerId())
                    .addKeyValue("state", one.word())
                    .addKeyValue("status", order.status().wire())
                    .log("the provider told what became of the order");
        }
    }
}
